"""The only door into the ground floor for the floors above."""

__all__: list[str] = []
