"""What survives anything: crashes, faults, interrupts, two at once, hands that meddle."""
