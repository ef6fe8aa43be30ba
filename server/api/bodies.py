"""How bodies are read: JSON that is nested without end is no JSON, and no reason to fall over."""

from typing import Any

from flask.json.provider import DefaultJSONProvider


class BoundedJson(DefaultJSONProvider):
    """Flask's JSON, in the order it was written."""

    sort_keys = False

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        try:
            return super().loads(s, **kwargs)
        except RecursionError:
            raise ValueError("nested too deeply") from None
