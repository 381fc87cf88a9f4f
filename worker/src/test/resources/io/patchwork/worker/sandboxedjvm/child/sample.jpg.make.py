#!/usr/bin/env python3
"""Writes sample.jpg, which a sandboxed JVM reads while it waits for a picture: segments with EXIF, XMP and IPTC, no pixels."""
import struct

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
open('sample.jpg', 'wb').write(b'\xff\xd8' + segment(0xe0, b'JFIF\0\1\2\0\0\1\0\1\0\0') + segment(0xe1, b'Exif\0\0' + tiff)
    + segment(0xe1, b'http://ns.adobe.com/xap/1.0/\0' + xmp) + segment(0xed, irb)
    + segment(0xc0, b'\x08\0\x08\0\x08\1\1\x11\0') + segment(0xda, b'\1\1\0\0\x3f\0') + b'\xff\xd9')
