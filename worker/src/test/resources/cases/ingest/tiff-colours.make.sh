#!/bin/bash
# TIFF files of red, green, blue and pale yellow quarters in many kinds of samples.
set -e
mkdir -p tiff-colours
cd tiff-colours
python3 - <<'P'
import struct,zlib,numpy as np
def quad(): 
    a=np.zeros((16,24,3),np.uint8); a[:,:]=(255,0,0); a[:8,12:]=(0,160,0); a[8:,:12]=(0,0,200); a[8:,12:]=(230,230,120); return a
def ifd(off,data,w,h,bits,spp,phot,comp=1,extra=(),planar=1,more=()):
    # data list of strips
    out=b''; offs=[]
    for d in data: offs.append(off+len(out)); out+=d
    if len(out)%2: out+=b'\0'
    ents=[(256,3,[w]),(257,3,[h]),(258,3,[bits]*spp),(259,3,[comp]),(262,3,[phot]),(273,4,offs),(277,3,[spp]),(278,3,[h]),(279,4,[len(d) for d in data]),(284,3,[planar])]
    if extra: ents.append((338,3,list(extra)))
    ents+=list(more); ents.sort(key=lambda e:e[0])
    blob=b''; body=b''; base=off+len(out); 
    n=len(ents); ifdlen=2+12*n+4
    for t,ty,v in ents:
        if ty==7: raw=bytes(v); cnt=len(raw)
        elif ty==5: raw=b''.join(struct.pack('<II',a,b) for a,b in v); cnt=len(v)
        else: raw=b''.join(struct.pack('<H' if ty==3 else '<I',x) for x in v); cnt=len(v)
        if len(raw)<=4: val=raw.ljust(4,b'\0')
        else:
            val=struct.pack('<I',base+ifdlen+len(blob)); blob+=raw+(b'\0' if len(raw)%2 else b'')
        body+=struct.pack('<HHI',t,ty,cnt)+val
    return out,base,struct.pack('<H',n)+body,blob
def write(fn,pages):
    b=b'II*\0\0\0\0\0'; prev=4
    for p in pages:
        out,at,body,blob=ifd(len(b),**p)
        b=b[:prev]+struct.pack('<I',at)+b[prev+4:]
        b+=out+body; prev=len(b); b+=b'\0\0\0\0'+blob
    open(fn,'wb').write(b)
def cmyk(a):
    f=a.astype(float)/255; k=1-f.max(2); d=np.maximum(1-k,1e-9)
    c=[(1-f[:,:,i]-k)/d for i in range(3)]
    return np.stack(c+[k],2)
q=quad(); h,w=q.shape[:2]; c8=np.rint(cmyk(q)*255).astype(np.uint8); c16=np.rint(cmyk(q)*65535).astype('<u2')
P=lambda d,**k: dict(data=[d] if isinstance(d,bytes) else d,w=w,h=h,**k)
write('cmyk8.tif',[P(c8.tobytes(),bits=8,spp=4,phot=5)])
write('cmyk16.tif',[P(zlib.compress(c16.tobytes()),bits=16,spp=4,phot=5,comp=8)])
al=np.full((h,w,1),255,np.uint8); al[:4,:4]=0; al[12:,20:]=128
write('cmyka.tif',[P(np.concatenate([c8,al],2).tobytes(),bits=8,spp=5,phot=5,extra=(2,))])
write('cmykplanar.tif',[P([c8[:,:,i].tobytes() for i in range(4)],bits=8,spp=4,phot=5,planar=2)])
write('rgba-un.tif',[P(np.concatenate([q,al],2).tobytes(),bits=8,spp=4,phot=2,extra=(2,))])
pm=np.concatenate([np.rint(q*(al/255.0)).astype(np.uint8),al],2); write('rgba-as.tif',[P(pm.tobytes(),bits=8,spp=4,phot=2,extra=(1,))])
write('rgb16.tif',[P((q.astype('<u2')*257).tobytes(),bits=16,spp=3,phot=2)])
def ycc(a):
    r,g,b=[a[:,:,i].astype(float) for i in range(3)]
    y=.299*r+.587*g+.114*b; return np.rint(np.stack([y,(b-y)*.564+128,(r-y)*.713+128],2)).clip(0,255).astype(np.uint8)
y=ycc(q)
write('ycc444.tif',[P(y.tobytes(),bits=8,spp=3,phot=6,more=[(530,3,[1,1])])])
def sub(y):
    o=np.zeros((h//2,w//2,6),np.uint8)
    o[:,:,0]=y[0::2,0::2,0];o[:,:,1]=y[0::2,1::2,0];o[:,:,2]=y[1::2,0::2,0];o[:,:,3]=y[1::2,1::2,0]
    o[:,:,4]=y[0::2,0::2,1];o[:,:,5]=y[0::2,0::2,2]; return o
write('ycc420.tif',[P(sub(y).tobytes(),bits=8,spp=3,phot=6,more=[(530,3,[2,2]),(531,3,[1])])])
pal=[(255,0,0),(0,160,0),(0,0,200),(230,230,120)]
idx=np.zeros((h,w),np.uint8); 
for i,p in enumerate(pal): idx[(q==p).all(2)]=i
cm=[v*257 for ch in range(3) for v in [p[ch] for p in pal]+[0]*252]
g=np.rint(q@[.299,.587,.114]).astype(np.uint8)
bw=np.packbits(g>128,axis=1).tobytes()
PP=P(idx.tobytes(),bits=8,spp=1,phot=3,more=[(320,3,cm)]); 
pack4=(idx[:,0::2]<<4|idx[:,1::2]).astype(np.uint8)
cm4=[v*257 for ch in range(3) for v in [p[ch] for p in pal]+[0]*12]
pages=[P(q.tobytes(),bits=8,spp=3,phot=2),PP,P(pack4.tobytes(),bits=4,spp=1,phot=3,more=[(320,3,cm4)]),P(g.tobytes(),bits=8,spp=1,phot=1),P((255-g).tobytes(),bits=8,spp=1,phot=0),P(bw,bits=1,spp=1,phot=1),P(c8.tobytes(),bits=8,spp=4,phot=5),P((g.astype('<u2')*257).tobytes(),bits=16,spp=1,phot=1), P(sub(y).tobytes(),bits=8,spp=3,phot=6,more=[(530,3,[2,2])]), P(np.stack([g,al[:,:,0]],2).tobytes(),bits=8,spp=2,phot=1,extra=(2,))]
write('multi.tif',pages); 
write('float.tif',[P((q.astype('<f4')/255).tobytes(),bits=32,spp=3,phot=2,more=[(339,3,[3,3,3])])])
write('half.tif',[P((q.astype('<f2')/255).astype('<f2').tobytes(),bits=16,spp=3,phot=2,more=[(339,3,[3,3,3])])])
write('uint32.tif',[P((q.astype('<u4')*16843009).tobytes(),bits=32,spp=3,phot=2)])
P
# By libtiff-tools: the samples in JPEG are those of the TIFF, not their negative.
tiffcp -c jpeg:100 -r 16 cmyk8.tif cmykjpeg.tif
