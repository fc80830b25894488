"""
Countries, their subdivisions, and dated groups of them.

Codes are ISO 3166-1 alpha-2 (`NO` is Norway), ISO 3166-2 (`US-CA`), and the groups of
`groups.yaml`. Membership is asked as of a day. Countries and subdivisions are generated from
pycountry by `make iso3166`.
"""

from policykit.jurisdictions.atlas import Atlas, Group, Membership, UnknownJurisdiction, atlas

__all__ = ["Atlas", "Group", "Membership", "UnknownJurisdiction", "atlas"]
