"""ML Atlas: AWS machine learning as a knowledge graph that can be seen, queried and compared."""

from mlatlas.atlas import Atlas
from mlatlas.errors import AtlasError

__all__ = ["Atlas", "AtlasError"]
