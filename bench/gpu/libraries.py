"""Takes what Lathe needs of TensorRT out of the archive of its libraries: libraries.py ARCHIVE FOLDER."""

import re
import shutil
import sys
import zipfile
from pathlib import Path

wanted = re.compile(r"(libnvinfer\.so\.10|libnvinfer_builder_resource\.so\.[\d.]+|libnvonnxparser\.so\.10)$")
with zipfile.ZipFile(sys.argv[1]) as archive:
    for name in archive.namelist():
        file = Path(name).name
        if wanted.match(file):
            with archive.open(name) as source, open(Path(sys.argv[2]) / file, "wb") as target:
                shutil.copyfileobj(source, target, 1 << 24)
                print(file)
