#!/usr/bin/env python3
"""Writes sample.jpg, which a sandboxed JVM reads while it waits for a picture, and samples of other formats, which the training run
of its cache of loaded classes reads: EXIF, XMP, IPTC and a profile of Display P3, without pixels."""
import struct
import zlib

def segment(marker, body):
    return b'\xff' + bytes([marker]) + struct.pack('>H', len(body) + 2) + body

def directory(at, entries):
    head, values = struct.pack('>H', len(entries)), b''
    data = at + 2 + 12 * len(entries) + 4
    for tag, kind, count, value in entries:
        if len(value) > 4:
            head += struct.pack('>HHII', tag, kind, count, data + len(values)); values += value
        else:
            head += struct.pack('>HHI', tag, kind, count) + value.ljust(4, b'\0')
    return head + struct.pack('>I', 0) + values

text = lambda s: (2, len(s) + 1, s.encode() + b'\0')
rational = lambda *v: (5, len(v), b''.join(struct.pack('>II', n, d) for n, d in v))
main = lambda sub, gps: [(0x010f, *text('Patchwork')), (0x0110, *text('Sample')), (0x0112, 3, 1, struct.pack('>H', 1)),
    (0x011a, *rational((72, 1))), (0x0132, *text('2026:01:02 03:04:05')), (0x8769, 4, 1, struct.pack('>I', sub)), (0x8825, 4, 1, struct.pack('>I', gps))]
sub = len(directory(8, main(0, 0))) + 8
sub_entries = [(0x829a, *rational((1, 60))), (0x829d, *rational((28, 10))), (0x8827, 3, 1, struct.pack('>H', 100)),
    (0x9000, 7, 4, b'0232'), (0x9003, *text('2026:01:02 03:04:05')), (0x9004, *text('2026:01:02 03:04:05')),
    (0x9101, 7, 4, b'\1\2\3\0'), (0x9207, 3, 1, struct.pack('>H', 2)), (0x9209, 3, 1, struct.pack('>H', 0)), (0x920a, *rational((50, 1))), (0x9291, *text('123')),
    (0xa001, 3, 1, struct.pack('>H', 1)), (0xa002, 4, 1, struct.pack('>I', 8)), (0xa003, 4, 1, struct.pack('>I', 8)), (0xa406, 3, 1, struct.pack('>H', 0))]
gps = sub + len(directory(sub, sub_entries))
gps_entries = [(1, *text('N')), (2, *rational((38, 1), (43, 1), (12, 1))), (3, *text('W')), (4, *rational((9, 1), (8, 1), (20, 1))),
    (5, 1, 1, b'\0'), (6, *rational((12, 1))), (7, *rational((3, 1), (4, 1), (5, 1))), (29, *text('2026:01:02'))]
tiff = b'MM\0*' + struct.pack('>I', 8) + directory(8, main(sub, gps)) + directory(sub, sub_entries) + directory(gps, gps_entries)
xmp = b'''<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">Sample</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'''
iptc = b'\x1c\x02\x78' + struct.pack('>H', 6) + b'Sample'
irb = b'Photoshop 3.0\x008BIM\x04\x04\0\0' + struct.pack('>I', len(iptc)) + iptc + b'\0' * (len(iptc) % 2)

def box(kind, *parts):
    body = b''.join(parts)
    return struct.pack('>I', 8 + len(body)) + kind + body

def profile():
    fixed = lambda *v: b''.join(struct.pack('>i', round(x * 65536)) for x in v)
    curve = b'para\0\0\0\0\0\3\0\0' + fixed(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    xyz = lambda *v: b'XYZ \0\0\0\0' + fixed(*v)
    name = b'desc\0\0\0\0' + struct.pack('>I', 11) + b'Display P3\0' + bytes(4 + 4 + 2 + 1 + 67)
    tags = [(b'desc', name + b'\0' * (-len(name) % 4)), (b'wtpt', xyz(0.96419, 1, 0.82489)), (b'rXYZ', xyz(0.51512, 0.24120, -0.00105)),
        (b'gXYZ', xyz(0.29198, 0.69225, 0.04189)), (b'bXYZ', xyz(0.15710, 0.06657, 0.78407)),
        (b'rTRC', curve), (b'gTRC', curve), (b'bTRC', curve)]
    at, table, data = 128 + 4 + 12 * len(tags), struct.pack('>I', len(tags)), b''
    for tag, value in tags:
        table += tag + struct.pack('>II', at + len(data), len(value)); data += value
    head = struct.pack('>I4sI4s4s4s12s4s', at + len(data), b'none', 0x02400000, b'mntr', b'RGB ', b'XYZ ', bytes(12), b'acsp')
    return (head + bytes(28) + fixed(0.96419, 1, 0.82489)).ljust(128, b'\0') + table + data

icc = profile()

def heic():
    picture, exif = bytes(8), struct.pack('>I', 6) + b'Exif\0\0' + tiff
    entry = lambda number, kind: box(b'infe', b'\2\0\0\0', struct.pack('>HH', number, 0), kind, b'\0')
    def meta(at):
        place = lambda number, at, size: struct.pack('>HHHII', number, 0, 1, at, size)
        return box(b'meta', bytes(4), box(b'hdlr', bytes(8), b'pict', bytes(13)), box(b'pitm', bytes(4), struct.pack('>H', 1)),
            box(b'iinf', bytes(4), struct.pack('>H', 2), entry(1, b'hvc1'), entry(2, b'Exif')),
            box(b'iprp', box(b'ipco', box(b'ispe', bytes(4), struct.pack('>II', 8, 8)), box(b'colr', b'prof', icc)),
                box(b'ipma', bytes(4), struct.pack('>IHB', 1, 1, 2), b'\1\2')),
            box(b'iloc', bytes(4), b'\x44\0', struct.pack('>H', 2), place(1, at, len(picture)), place(2, at + len(picture), len(exif))))
    start = box(b'ftyp', b'heic', bytes(4), b'mif1heic')
    return start + meta(len(start) + len(meta(0)) + 8) + box(b'mdat', picture, exif)

def png():
    chunk = lambda kind, body: struct.pack('>I', len(body)) + kind + body + struct.pack('>I', zlib.crc32(kind + body))
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 8, 8, 8, 2, 0, 0, 0))
        + chunk(b'iCCP', b'Display P3\0\0' + zlib.compress(icc)) + chunk(b'eXIf', tiff) + chunk(b'tEXt', b'Author\0Sample')
        + chunk(b'iTXt', b'XML:com.adobe.xmp\0\0\0\0\0' + xmp) + chunk(b'IEND', b''))

def webp():
    chunk = lambda kind, body: kind + struct.pack('<I', len(body)) + body + b'\0' * (len(body) % 2)
    body = b'WEBP' + chunk(b'VP8X', b'\x2c\0\0\0\7\0\0\7\0\0') + chunk(b'ICCP', icc) + chunk(b'EXIF', tiff) + chunk(b'XMP ', xmp)
    return b'RIFF' + struct.pack('<I', len(body)) + body

open('sample.jpg', 'wb').write(b'\xff\xd8' + segment(0xe0, b'JFIF\0\1\2\0\0\1\0\1\0\0') + segment(0xe1, b'Exif\0\0' + tiff)
    + segment(0xe1, b'http://ns.adobe.com/xap/1.0/\0' + xmp) + segment(0xed, irb) + segment(0xe2, b'ICC_PROFILE\0\1\1' + icc)
    + segment(0xc0, b'\x08\0\x08\0\x08\1\1\x11\0') + segment(0xda, b'\1\1\0\0\x3f\0') + b'\xff\xd9')
open('sample.heic', 'wb').write(heic())
open('sample.png', 'wb').write(png())
open('sample.webp', 'wb').write(webp())
