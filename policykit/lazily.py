"""Names of a package that are loaded from its modules when they are first used (PEP 562)."""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # typing's constant, without the time its import takes
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def lazily(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """
    What a package is to call `__getattr__`.

    Parameters:
        package: its name.
        homes: the names it offers, by the module that each is in.

    """
    home_of = {name: module for module, names in homes.items() for name in names.split()}

    def loaded(name: str) -> object:
        if name not in home_of:
            raise AttributeError(f"module '{package}' has no attribute '{name}'")
        found: object = getattr(import_module(f"{package}.{home_of[name]}"), name)
        return found

    return loaded
