"""The only door into analytics for the floors above."""

__all__: list[str] = []
