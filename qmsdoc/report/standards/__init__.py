"""Standards for a reader: the list of packs and the page of one, as text or JSON."""
