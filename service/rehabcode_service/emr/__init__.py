"""What an EMR speaks: CDS Hooks 2.0.1 and FHIR R4B. Nothing here charges: a person accepts a draft."""
