"""Look after the datasets: what is held, how old it is, and how a new vintage takes its place.

cards         what a dataset is, and how far it goes
uses          which chapters and exhibits draw on it
adding        start a descriptor for a new file
update        a publisher's new file becomes the new vintage
  recipes     how, as recorded in data/recipes/NAME.yaml
  downloads   the file as rows of text
  formats     the rows as figures, a module a publisher
  vintage     the figures as rows of the dataset
  changes     what is different
  descriptors the few lines of the descriptor that change
  replacing   all files, or none
"""
