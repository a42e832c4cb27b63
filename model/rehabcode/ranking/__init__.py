"""From a reading to ranked codes: what each clause says, which codes compete, how likely each is."""
