"""What every room uses: errors, files, the project, parameters, manifests, the payload."""
