"""The school's side of steering from the province: coming in, following, telling. No framework."""
