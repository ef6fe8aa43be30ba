"""YAML as a site's people write it. PyYAML's C parser, where it came with one, reads a mall ten times as fast."""

from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(text: str) -> Any:
    """Plain values. Raises yaml.YAMLError."""
    return yaml.load(text, _Loader)
