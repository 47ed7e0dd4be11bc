"""What the commands share: options, output, progress, clients, and how errors are shown."""
