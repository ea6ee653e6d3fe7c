"""The programme's side: what hundreds of associations handed over, in a database of its own, counted once."""
