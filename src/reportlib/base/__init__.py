"""What every folder uses: errors, files, the project, parameters, manifests, the payload."""
