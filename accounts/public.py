"""The only door into accounts for the floors above."""

__all__: list[str] = []
