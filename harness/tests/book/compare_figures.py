"""compare_figures.py ONE OTHER: are these the same figure? Byte for byte, or nearly.

SVG: the same words and shapes, and hardly a point more than two pixels away. PNG: hardly a pixel of another colour.
Exit code 0 if so, else 1 with a sentence.
"""

import re
import struct
import sys
import zlib

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
PIXELS_AWAY = 2.0  # of a figure that is a thousand wide
MAY_DIFFER = 0.02  # of the numbers, or of the pixels


def svg(data):
    text = data.decode("utf-8")
    return NUMBER.sub("#", text), [float(number) for number in NUMBER.findall(text)]


def png(data):
    """Width, height and the bytes of the pixels of an eight-bit PNG that is not interlaced."""
    at, header, packed = 8, None, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        header = struct.unpack(">IIBBBBB", body) if kind == b"IHDR" else header
        packed += body if kind == b"IDAT" else b""
        at += 12 + length
    width, height, _, colours = header[:4]
    wide = {0: 1, 2: 3, 3: 1, 6: 4}[colours]
    raw, row, pixels = zlib.decompress(packed), bytes(width * wide), []
    for y in range(height):
        start = y * (width * wide + 1)
        kind, line = raw[start], bytearray(raw[start + 1:start + 1 + width * wide])
        if kind == 2:  # up: the most frequent one by far
            line = bytearray((a + b) & 255 for a, b in zip(line, row))
        elif kind:
            for i, value in enumerate(line):
                left, above = (line[i - wide] if i >= wide else 0), row[i]
                corner = row[i - wide] if i >= wide else 0
                if kind == 1:
                    line[i] = (value + left) & 255
                elif kind == 3:
                    line[i] = (value + (left + above) // 2) & 255
                else:
                    guess = left + above - corner
                    nearest = min((left, above, corner), key=lambda one: abs(guess - one))
                    line[i] = (value + nearest) & 255
        row = bytes(line)
        pixels.append(row)
    return (width, height, wide), b"".join(pixels)


def difference(one, other, name):
    if one == other:
        return None
    read, apart = (svg, PIXELS_AWAY) if name.endswith(".svg") else (png, 32)
    (shape, numbers), (other_shape, others) = read(one), read(other)
    if shape != other_shape or len(numbers) != len(others):
        return "the words, shapes or sizes are not the same"
    moved = sum(abs(a - b) > apart for a, b in zip(numbers, others)) / len(numbers)
    return f"{moved:.1%} of it is elsewhere" if moved > MAY_DIFFER else None


found = difference(*(open(file, "rb").read() for file in sys.argv[1:3]), sys.argv[1])
if found:
    print(f"{sys.argv[2]}: {found}")
sys.exit(1 if found else 0)
