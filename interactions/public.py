"""The only door into interactions for the floors above."""

__all__: list[str] = []
