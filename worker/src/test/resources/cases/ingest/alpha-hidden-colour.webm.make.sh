#!/bin/bash
set -e
python3 -c "
import sys
w,h=160,90
row=lambda y:b''.join((b'\xff\xff\xff\xff' if 50<=x<100 and 25<=y<65 else b'\xff\x00\x00\x00') for x in range(w))
f=b''.join(row(y) for y in range(h))
sys.stdout.buffer.write(f*10)" | ffmpeg -v error -y -f rawvideo -pix_fmt rgba -s 160x90 -r 10 -i - -c:v libvpx-vp9 -pix_fmt yuva420p alpha-hidden-colour.webm
