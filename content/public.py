"""The only door into content for the floors above."""

__all__: list[str] = []
