"""Look after the datasets: what is held, how old it is, and how a new vintage takes its place.

cards         what a dataset is, and how far it goes
calendar      which publishers are due
adding        start a descriptor for a new file
placeholders  what such a descriptor does not say yet
renewing      download by the recorded address, then update
  fetching    files, patiently and within limits
update        a publisher's new file becomes the new vintage
  recipes     how, as recorded in data/recipes/NAME.yaml
  downloads   the file as rows of text
  formats     the rows as figures, a module a publisher
  vintage     the figures as rows of the dataset
  tables      rows of a dataset as they stand in its file
  staging     a new vintage tried beside the project
  changes     what is different
  judging     what of it cannot be, or needs a person to say so
  revisions   what of it is recorded
  descriptors the few lines of the descriptor that change
  replacing   all files, or none
"""
