"""
A clause and its overlays become variants, each on its own set of places.

Overlays are JSON Merge Patches (RFC 7396) on the clause's normal form, merged from broad to
narrow. Once compiled away, jurisdiction is one coordinate among others.
"""

from policykit.overlays.checks import Standing, check_overlays
from policykit.overlays.variants import Variant, clause_places, merge_patch, variants

__all__ = ["Standing", "Variant", "check_overlays", "clause_places", "merge_patch", "variants"]
