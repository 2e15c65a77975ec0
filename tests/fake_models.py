"""Made-up versions of botocore: a folder or a wheel with API models, for the tests of what changed."""

from __future__ import annotations

import copy
import gzip
import json
import zipfile
from pathlib import Path
from typing import Any

from mlatlas.sources.api_models import Model, Models
from mlatlas.sources.packages import Package

#: A service with one operation: a job has a name, a size, a kind and a list of tags.
JOBS: Model = {
    "metadata": {"apiVersion": "2020-01-01", "serviceFullName": "Jobs"},
    "operations": {
        "CreateJob": {
            "name": "CreateJob",
            "input": {"shape": "CreateJobRequest"},
            "output": {"shape": "CreateJobResponse"},
            "errors": [{"shape": "LimitExceeded"}],
            "documentation": "Creates a job.",
        }
    },
    "shapes": {
        "CreateJobRequest": {
            "type": "structure",
            "required": ["Name"],
            "members": {
                "Name": {"shape": "JobName"},
                "Size": {"shape": "Size"},
                "Kind": {"shape": "Kind"},
                "Tags": {"shape": "TagList"},
                "Parent": {"shape": "CreateJobRequest"},
            },
        },
        "CreateJobResponse": {"type": "structure", "members": {"Name": {"shape": "JobName"}}},
        "LimitExceeded": {"type": "structure", "exception": True, "members": {}},
        "JobName": {"type": "string", "max": 63, "pattern": "[a-z]+"},
        "OtherName": {"type": "string", "max": 63, "pattern": "[a-z]+"},
        "LongName": {"type": "string", "max": 256},
        "Size": {"type": "integer", "min": 1, "max": 100},
        "Kind": {"type": "string", "enum": ["Batch", "Stream"]},
        "TagList": {"type": "list", "member": {"shape": "Tag"}, "max": 50},
        "Tag": {"type": "string", "max": 128},
    },
}


def fresh(model: Model = JOBS) -> Any:
    """A copy of a model that a test may change."""
    return copy.deepcopy(model)


def models(folder: Path, version: str, services: dict[str, Model]) -> Models:
    """A botocore of this version in a folder of its own, with these services."""
    root = folder / version
    for service, model in services.items():
        home = root / "botocore" / "data" / service / "2020-01-01"
        home.mkdir(parents=True)
        (home / "service-2.json").write_text(json.dumps(model), "utf-8")
    root.mkdir(parents=True, exist_ok=True)
    return Models(Package("botocore", version, root))


def wheel(folder: Path, version: str, services: dict[str, Model]) -> Path:
    """A wheel of botocore of this version, which pip accepts, with these services."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"botocore-{version}-py3-none-any.whl"
    about = f"botocore-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("botocore/__init__.py", "")
        for service, model in services.items():
            content = gzip.compress(json.dumps(model).encode())
            file.writestr(f"botocore/data/{service}/2020-01-01/service-2.json.gz", content)
        file.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: botocore\nVersion: {version}\n")
        file.writestr(
            f"{about}/WHEEL", "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        file.writestr(f"{about}/RECORD", "")
    return path
