"""Draws the images of this folder: `python3 make_images.py`, with Pillow 12 installed.

What TensorFlow makes of each lies beside it as .rgb.gz, written by RuntimeDecodesTest in model-server.
"""

import io
import struct
import zlib

from PIL import Image

WIDTH, HEIGHT = 45, 31
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def level(x, y, channel):
    """From 0 to 1: slopes, with a disc whose edge is sharp."""
    inside = (x - 15) ** 2 + (y - 15) ** 2 < 90
    slope = [x / (WIDTH - 1), y / (HEIGHT - 1), (x + y) / (WIDTH + HEIGHT - 2), 1 - x / (WIDTH - 1)][channel]
    return 1 - slope if inside else slope


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def rows(sample, channels, depth, x0, y0, dx, dy):
    """The scan lines of one pass, with all filters but Paeth in turn where a byte is a sample."""
    step = max(1, channels * depth // 8)
    raw, before = b"", None
    for n, y in enumerate(range(y0, HEIGHT, dy)):
        bits = "".join(format(sample(x, y, c), f"0{depth}b") for x in range(x0, WIDTH, dx) for c in range(channels))
        if not bits:
            return b""
        bits += "0" * (-len(bits) % 8)
        line = bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))
        before = before or bytes(len(line))
        kind = n % 4
        left = bytes(step) + line
        predicted = [
            [0] * len(line),
            left,
            before,
            [(a + b) // 2 for a, b in zip(left, before)],
        ][kind]
        raw += bytes([kind]) + bytes((v - p) % 256 for v, p in zip(line, predicted))
        before = line
    return raw


def png(name, colour, depth, interlaced=False, more=b"", sample=None):
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    top = (1 << depth) - 1
    sample = sample or (lambda x, y, c: round(level(x, y, 3 if c == channels - 1 and colour >= 4 else c) * top))
    passes = ADAM7 if interlaced else [(0, 0, 1, 1)]
    raw = b"".join(rows(sample, channels, depth, *p) for p in passes)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, depth, colour, 0, 0, int(interlaced))
    with open(name + ".png", "wb") as out:
        out.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + more)
        out.write(chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b""))


def palette(entries):
    return chunk(b"PLTE", bytes(v for i in range(entries) for v in (i * 37 % 256, 255 - i * 11 % 256, i * 91 % 256)))


for depth in (1, 2, 4, 8, 16):
    png(f"gray-{depth}", 0, depth)
    png(f"gray-{depth}-interlaced", 0, depth, interlaced=True)
for depth in (1, 2, 4, 8):
    png(f"palette-{depth}", 3, depth, more=palette(1 << depth))
png("palette-4-interlaced", 3, 4, interlaced=True, more=palette(16))
png("palette-transparent", 3, 4, more=palette(16) + chunk(b"tRNS", bytes([0, 128, 255])))
png("palette-short", 3, 4, more=palette(5))
png("gray-1-transparent", 0, 1, more=chunk(b"tRNS", b"\0\1"))
png("gray-4-transparent", 0, 4, more=chunk(b"tRNS", b"\0\3"))
png("gray-8-transparent", 0, 8, more=chunk(b"tRNS", b"\0\x80"))
png("gray-16-transparent", 0, 16, more=chunk(b"tRNS", b"\x80\0"))
png("gray-8-gamma", 0, 8, more=chunk(b"gAMA", struct.pack(">I", 100000)))
for depth in (8, 16):
    png(f"gray-alpha-{depth}", 4, depth)
    png(f"rgb-{depth}", 2, depth)
    png(f"rgba-{depth}", 6, depth)
png("rgb-8-transparent", 2, 8, more=chunk(b"tRNS", b"\0\x80\0\x80\0\x80"))
png("rgb-16-transparent", 2, 16, more=chunk(b"tRNS", b"\x80\0\x80\0\x80\0"))
png("rgb-8-gamma", 2, 8, more=chunk(b"gAMA", struct.pack(">I", 100000)))
png("rgb-8-interlaced", 2, 8, interlaced=True)
png("rgba-16-interlaced", 6, 16, interlaced=True)


def jpeg(name, mode, **options):
    image = Image.new(mode, (WIDTH, HEIGHT))
    for y in range(HEIGHT):
        for x in range(WIDTH):
            levels = tuple(round(255 * level(x, y, c)) for c in range(len(mode)))
            image.putpixel((x, y), levels if len(mode) > 1 else levels[0])
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90, **options)
    data = out.getvalue()
    with open(name + ".jpg", "wb") as file:
        file.write(data)
    return data


for name, subsampling in (("420", 2), ("422", 1), ("444", 0)):
    jpeg(f"ycc-{name}", "RGB", subsampling=subsampling)
    jpeg(f"ycc-{name}-progressive", "RGB", subsampling=subsampling, progressive=True)
jpeg("ycc-restarts", "RGB", subsampling=2, restart_marker_blocks=2)
jpeg("ycc-restarts-progressive", "RGB", subsampling=2, progressive=True, restart_marker_blocks=2)
jpeg("gray", "L")
jpeg("gray-progressive", "L", progressive=True)
rgb = jpeg("rgb", "RGB", subsampling=0, keep_rgb=True)
jpeg("cmyk-progressive", "CMYK", progressive=True)
cmyk = jpeg("cmyk", "CMYK")

# Adobe's marker says how four components are meant: the same data read as YCCK, and without it.
at = cmyk.index(b"\xff\xee\0\x0eAdobe")
assert cmyk[at + 15] == 0
with open("ycck.jpg", "wb") as file:
    file.write(cmyk[: at + 15] + b"\2" + cmyk[at + 16 :])
with open("cmyk-unmarked.jpg", "wb") as file:
    file.write(cmyk[:at] + cmyk[at + 16 :])
# Three components without any marker, told by their names: 1, 2, 3 and R, G, B.
ycc = open("ycc-444.jpg", "rb").read()
with open("ycc-unmarked.jpg", "wb") as file:
    file.write(ycc[:2] + ycc[20:])
