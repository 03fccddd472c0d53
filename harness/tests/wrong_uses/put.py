#!/usr/bin/env python3
"""Puts a file there as nobody should hand it in, or have it: put.py WHAT FILE..."""

import gzip
import os
import struct
import sys
import tarfile
import zipfile
from pathlib import Path

RECORD = 3073  # bytes of a picture in CIFAR-10


def zipped(file, name=None, content=b"int x;\n"):
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        if name:
            archive.writestr(name, content)


def tarred(file, kind, target):
    with tarfile.open(file, "w") as archive:
        entry = tarfile.TarInfo("losses.cpp")
        entry.type, entry.linkname = kind, target
        archive.addfile(entry)


def a_cut_off_zip(file):
    zipped(file, "losses.cpp", os.urandom(4000))
    Path(file).write_bytes(Path(file).read_bytes()[:2000])


def a_folder_that_is_not_utf8(file):
    folder = os.fsencode(file) + b"\xff"
    os.makedirs(folder)
    Path(os.fsdecode(folder), "losses.hpp").touch()


def pictures(folder, label=3, last=RECORD):
    """CIFAR-10 with one picture a file; the last file is the one that is wrong."""
    Path(folder).mkdir(parents=True)
    names = [f"data_batch_{i}.bin" for i in range(1, 6)] + ["test_batch.bin"]
    for name in names:
        Path(folder, name).write_bytes(bytes(RECORD))
    Path(folder, "data_batch_5.bin").write_bytes(bytes([label]) + bytes(last - 1))


def digits(folder, images_magic=0x803, labels_magic=0x801, labels=2, value=3, packed=False):
    """MNIST with two pictures."""
    Path(folder).mkdir(parents=True)
    images = struct.pack(">IIII", images_magic, 2, 28, 28) + os.urandom(2 * 28 * 28)
    name = Path(folder, "t10k-images-idx3-ubyte" + (".gz" if packed else ""))
    name.write_bytes(gzip.compress(images)[:-400] if packed else images)
    classes = struct.pack(">II", labels_magic, labels) + bytes([value] * labels)
    Path(folder, "t10k-labels-idx1-ubyte").write_bytes(classes)


WHAT = {
    "an-empty-zip": lambda file: zipped(file),
    "a-zip-bomb": lambda file: zipped(file, "losses.cpp", bytes(30_000_000)),
    "a-zip-that-climbs-out": lambda file: zipped(file, "../../losses.cpp"),
    "a-cut-off-zip": a_cut_off_zip,
    "a-tar-of-a-symlink": lambda file: tarred(file, tarfile.SYMTYPE, "/etc/passwd"),
    "a-tar-of-a-hard-link": lambda file: tarred(file, tarfile.LNKTYPE, "other.cpp"),
    "a-folder-that-is-not-utf8": a_folder_that_is_not_utf8,
    "bytes-that-are-not-utf8": lambda file: Path(file).write_bytes(b"id,name\nada,Ad\xe9le\n"),
    "truncated-pictures": lambda folder: pictures(folder, last=RECORD - 100),
    "pictures-with-label-77": lambda folder: pictures(folder, label=77),
    "swapped-digits": lambda folder: digits(folder, 0x801, 0x803),
    "digits-of-another-format": lambda folder: digits(folder, 0x0d03),
    "more-labels-than-digits": lambda folder: digits(folder, labels=3),
    "digits-with-label-12": lambda folder: digits(folder, value=12),
    "truncated-gzip-of-digits": lambda folder: digits(folder, packed=True),
}

if __name__ == "__main__":
    WHAT[sys.argv[1]](sys.argv[2])
