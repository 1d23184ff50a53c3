"""Expressions that must give with Numen what they give with NumPy: values, types, warnings and messages."""

import copy
import datetime
import gc
import pickle
import re
import sys
import warnings
import weakref

import numpy
import pytest

import numen

TOOLS = {"copy": copy, "datetime": datetime, "gc": gc, "pickle": pickle, "sys": sys, "weakref": weakref}

CONVERSION = r"""
np.zeros(3,'V4').astype(bool)
np.array([b'a',b'\0'],'V3').astype(bool)
np.zeros(2,'i4,i4').astype(bool)
np.zeros(2,[('a','i4')]).astype(bool)
np.zeros(2,'V4').astype('i4')
np.array([b'12',b'13'],'V2').astype('i4')
np.array([b'12',b'13'],'V2').astype('f8')
np.array([b'12',b'13'],'V2').astype('S')
np.array([b'12',b'13'],'V2').astype('U')
np.array([b'12',b'13'],'V2').astype(object)
np.array([b'12',b'13'],'V2').astype('V3')
np.zeros(2,'i4,i4').astype('i4')
np.zeros(2,'i4,i4').astype('S')
bool(np.array(b'a','V4'))
bool(np.array(b'','V4')[()])
np.arange(3).astype('V8')
np.arange(3).astype('V4')
np.array([1,2],'V8')
np.array([b'\x00',b'\x01'],dtype='V')
np.array([1,None,"x",np.arange(3)],dtype=object)
np.array([1,None,"x",np.zeros((2,2))],dtype=object)
np.array([np.arange(3),np.arange(3)],dtype=object)
np.array([np.arange(3),np.arange(2)],dtype=object)
np.array([np.zeros((3,2)),np.zeros((3,1))],dtype=object)
np.array([[1,2],[3]],dtype=object)
np.array([[1,2],3],dtype=object)
np.array([1,[2,3]],dtype=object)
np.array([1,np.arange(3)])
np.array([[1,2],[3]])
np.array([[[1,2],[3]],[[1,2],[3]]],dtype=object)
np.array([np.zeros((3,2)),1],dtype=object)
np.array([np.zeros((3,)),[1,2,3]],dtype=object)
np.dtype((int,float))
np.dtype((np.int32,'f4'))
np.dtype(('i4',(2,3)))
np.dtype(('i4',2))
np.dtype(('i4',1))
np.dtype(('i4',(1,)))
np.dtype(('i4',()))
np.dtype(('U',3))
np.dtype((np.void,3))
np.dtype(('i4',-1))
np.dtype(('i4',(2,-1)))
np.dtype((np.ndarray,'i2,i2'))
np.dtype(('V4','i2,i2'))
np.dtype(('V3','i2,i2'))
np.array([1.5,2],dtype='U')
np.array([1.5,2],dtype='S')
np.array([1,22222],dtype='U')
np.array(1.5,dtype='U')
np.array(12345,dtype='S')
np.array([True,False],dtype='U')
np.array([1.5,2+1j],dtype='U')
np.array([None,2],dtype='U')
np.array([1.5,'abcdef',b'xyz'],dtype='U')
np.array([1.5,'abcdef',b'xyz'])
np.array(['abcdef',1.5])
np.array(['abcdef',1])
np.array([1,'a',2.5,None])
np.array(['a',None])
np.array([b'a','b'])
np.array([np.float32(1.5),'a'])
np.array([np.array([1.5]),np.array(['a'])])
np.array([1.5,2]).astype('U')
np.array([1.5,2]).astype('S')
np.array([1,2]).astype('U')
np.array([1,2],dtype=object).astype('U')
np.array([1.5,None,'abc'],dtype=object).astype('U')
np.array([1.5,None,b'abc'],dtype=object).astype('S')
np.array(['abc','d']).astype('S')
np.array([b'abc','d']).astype('U')
np.dtype('S21')
str(np.dtype('S21'))
np.dtype('V3'), str(np.dtype('V3'))
np.dtype('S'), str(np.dtype('S')), np.dtype('U'), str(np.dtype('U')), np.dtype('V'), str(np.dtype('V'))
np.array([b'abc']).dtype
str(np.array([b'abc']).dtype), np.array([b'abc']).dtype.str, np.array([b'abc']).dtype.name
np.timedelta64('NaT','s')
np.timedelta64('NaT')
np.timedelta64('5','s')
np.array(['NaT',np.timedelta64(3,'s')])
np.array([np.timedelta64(3,'s'),None])
np.array([datetime.timedelta(3,5,7)])
np.array([datetime.datetime(2020,1,2,3)])
a=np.zeros(3);;a.fill([1,2])
a=np.zeros(3);;a.fill('x')
a=np.zeros(3);;a.fill(np.arange(3))
a=np.zeros(3);;a.fill([1]);;a
a=np.zeros(3,object);;a.fill([1,2]);;a
np.array(['2020'],'M8[D]')+np.array(['2020'],'M8[D]')
np.datetime64('2020')+np.datetime64('2020')
np.array(['2020'],'M8[D]')*2
a=np.arange(4.);;a[a>1]=1j;;a
a=np.arange(4.);;a[a>1]=np.array([1j,2]);;a
a=np.arange(4.);;a[[1,2]]=np.array([1j,2]);;a
a=np.arange(4.);;a[1:3]=np.array([1j,2]);;a
a=np.arange(4.);;a[1]=np.complex128(1j);;a
a=np.arange(4.);;a[1]=1j;;a
np.bincount(np.array([1.,2.]))
np.bincount([True,False])
np.array([0,1,5,200],'u1').view(bool).sum()
np.array([0,1,5,200],'u1').view(bool).sum(dtype='i4')
np.array([0,1,5,200],'u1').view(bool).mean()
np.array([0,1,5,200],'u1').view(bool).astype(int)
np.array([0,1,5,200],'u1').view(bool)+1
np.count_nonzero(np.array([0,1,5,200],'u1').view(bool))
np.array([0,1,5,200],'u1').view(bool)==True
np.array([0,1,5,200],'u1').view(bool).astype('U5')
np.array([0,1,5,200],'u1').view(bool).cumsum()
np.sort(np.array([0,200,1,5,200],'u1').view(bool)).view('u1')
np.array([0,1,5,200],'u1').view(bool).prod()
""".strip().splitlines()

DTYPES = r"""
np.dtype({'a':('i4',0),'b':('f8',8)})
np.dtype({'b':('i4',0),'a':('f8',8,'title')})
np.dtype({'b':('i4',8),'a':('f8',0)})
np.dtype({'b':('i4',0),'a':('f8',0)})
np.dtype({'b':('i4',),'a':('f8',0)})
np.dtype({})
np.dtype({'names':['a']})
np.dtype({'names':['a','b'],'formats':['i4']})
np.dtype([('a','i4'),('b',)])
np.dtype([('a','i4'),'b'])
np.dtype([('a','i4'),('a','i4')])
np.dtype([])
np.dtype(())
np.dtype((1,2,3))
np.dtype(3)
np.dtype('zz')
np.dtype('i3')
np.dtype(b'i4')
np.dtype(None)
np.dtype(object())
np.dtype(type)
np.dtype([('a',('i4',2))])
np.dtype([('a','i4',1)])
np.dtype([('a','i4',(1,))])
np.dtype('1i4')
np.dtype('(1,)i4')
np.dtype('(2)i4')
np.dtype('i4,')
np.dtype(('i4','a'))
np.dtype(('U','a'))
np.dtype(('S',2**40))
np.dtype(('S',-1))
np.dtype(float,copy=True) is np.dtype(float)
np.dtype(float,metadata={'a':1}).metadata
np.dtype(np.dtype(float,metadata={'a':1}),metadata={'b':1}).metadata
np.dtype((np.dtype(float,metadata={'a':1}),{'b':1})).metadata
np.zeros(3,np.dtype(float,metadata={'a':1})).dtype.metadata
np.zeros(3,np.dtype(float,metadata={'a':1}))[1:].dtype.metadata
np.zeros(3,np.dtype(float,metadata={'a':1})).astype(np.dtype('i4',metadata={'b':2})).dtype.metadata
np.zeros(3,np.dtype(float,metadata={'a':1})).copy().dtype.metadata
np.zeros(3).view(np.dtype(float,metadata={'a':1})).dtype.metadata
np.zeros_like(np.zeros(3,np.dtype(float,metadata={'a':1}))).dtype.metadata
np.dtype(float,metadata={'a':1}).newbyteorder().metadata
np.dtype([('a',np.dtype(float,metadata={'a':1}))])['a'].metadata
np.dtype([('a',np.dtype(float,metadata={'a':1}))]).fields['a'][0].metadata
np.dtype(float,metadata={'a':1})==np.dtype(float)
hash(np.dtype(float,metadata={'a':1}))==hash(np.dtype(float))
pickle.loads(pickle.dumps(np.dtype(float,metadata={'a':1}))).metadata
copy.copy(np.dtype(float,metadata={'a':1})).metadata
copy.deepcopy(np.dtype('i4,f8'))
copy.copy(np.dtype('i4')) is np.dtype('i4')
np.dtype('i4').__reduce__()[1:]
np.dtype('>i4').__reduce__()[1:]
np.dtype('i4,f8').__reduce__()[1:]
np.dtype(('i4',(2,3))).__reduce__()[1:]
np.dtype('U3').__reduce__()[1:]
np.dtype({'names':['a','b'],'formats':['i1','f8']},align=True).__reduce__()[1:]
np.dtype([(('t','a'),'i4')]).__reduce__()[1:]
d=np.dtype('i4,f8');;d.names=('x','y');;d
d=np.dtype('i4,f8');;d.names=('x','x');;d
d=np.dtype('i4,f8');;d.names=('x',);;d
d=np.dtype('i4,f8');;d.names=('x',1);;d
d=np.dtype('i4');;d.names=('x',1);;d
d=np.dtype('i4,f8');;del d.names;;d
np.dtype('i4').names, np.dtype('i4').fields, np.dtype('i4').shape, np.dtype('i4').base, np.dtype('i4').subdtype
np.dtype('i4').isbuiltin, np.dtype('>i4').isbuiltin, np.dtype('U3').isbuiltin, np.dtype('i4,i4').isbuiltin, np.dtype('V').isbuiltin
np.dtype('i4').flags, np.dtype('O').flags, np.dtype('U').flags, np.dtype('i4,O').flags, np.dtype('i4,U3').flags, np.dtype('i4').alignment
np.dtype('i4,f8')['f0'],np.dtype('i4,f8')[1],np.dtype('i4,f8')[['f1']],np.dtype('i4,f8')[-1]
np.dtype('i4,f8')['zz']
np.dtype('i4')[0]
np.dtype('i4,f8')[['f1','zz']]
np.dtype('i4,f8')[1.5]
np.dtype('i4,f8')[[1]]
np.dtype('i4,f8')[[]]
len(np.dtype('i4,f8')), len(np.dtype('i4')), bool(np.dtype('i4')), bool(np.dtype([]))
np.dtype('i4')<'i8', np.dtype('i8')<'i4', np.dtype('i4')<=np.int32
np.dtype('i4')<'zzz'
np.dtype('i4')<3
sorted(np.dtype('i4,f8').fields.items())
type(np.dtype('i4,f8').fields)
np.dtype('i4,f8').descr
np.dtype([(('t','a'),'i4',(2,))]).descr
np.dtype({'names':['a','b'],'formats':['i4','f8'],'offsets':[8,0]}).descr
np.dtype('i4').newbyteorder('x')
np.dtype('i4').str, np.dtype('U').str, np.dtype('O').str, np.dtype('?').str, np.dtype('V').str, np.dtype('M8').str, np.dtype('i4,i4').str
np.dtype('q').name, np.dtype('q').str, repr(np.dtype('q')), np.dtype('q')==np.dtype('l'), np.dtype('q') is np.dtype('l')
np.typecodes
np.dtype(int,True), np.dtype('i1,f8',True), np.dtype('i1,f8',align=True).itemsize
np.dtype(np.dtype('i1,f8'),align=True)
class D: dtype=np.dtype('f8');;np.dtype(D),np.dtype(D())
class D: dtype='f8';;np.dtype(D)
class D: dtype='f8';;np.dtype(D())
class D: __numpy_dtype__=None;;np.dtype(D())
np.dtype('Int32')
np.dtype('datetime64'), np.dtype('datetime64[ns]'), np.dtype('timedelta64[5D]'), np.dtype('M8[s/2]')
np.zeros(3,np.dtypes.StrDType), np.zeros(3,np.dtypes.Float32DType), np.array([1,2],dtype=np.dtypes.Int8DType)
np.array(['abc'],dtype=np.dtypes.StrDType)
np.array(np.ones(10), dtype=np.dtype)
[np.dtype(c).__class__.__name__ for c in np.typecodes['All']]
np.dtypes.StrDType(5), np.dtypes.Float64DType(), np.dtypes.Float64DType is type(np.dtype('f8')), isinstance(np.dtype('f8'),np.dtypes.Float64DType)
pickle.loads(pickle.dumps(np.dtypes.Float64DType)) is np.dtypes.Float64DType
np.dtypes.Float64DType
np.dtype
type(np.dtype)
np.dtypes.StrDType(-1)
np.dtypes.StrDType(2**40)
np.dtypes.StrDType('a')
np.dtypes.StrDType()
np.dtypes.Float64DType(1)
np.dtypes.VoidDType(4)
np.dtype[int]
np.dtype[int,int]
np.float64[int]
np.number[int]
np.number[int,int]
np.bool[int]
np.datetime64[int]
np.timedelta64[int]
np.generic[int]
np.str_[int]
np.promote_types(np.dtype('U3',metadata={1:1}),'U2').metadata
np.promote_types('U2',np.dtype('U3',metadata={1:1})).metadata
np.promote_types(np.dtype('i4',metadata={1:1}),'i4').metadata
""".strip().splitlines()

RECORDS = r"""
r=np.zeros(3,[('x','i4'),('y','f8'),('z','S3')]);;r[['x',1]]
r=np.zeros(3,[('x','i4'),('y','f8'),('z','S3')]);;r['q']
r=np.zeros(3,[('x','i4'),('y','f8'),('z','S3')]);;r[('x','y')]
r=np.zeros(3,[('x','i4'),('y','f8'),('z','S3')]);;r['q']=3
r=np.zeros(3,[('x','i4'),('y','f8')]);;v=r[1];;v[5]=5
r=np.zeros(3,[('x','i4'),('y','f8')]);;v=r[1];;v['q']=5
r=np.zeros(3,[('x','i4'),('y','f8')]);;v=r[1];;v['q']
r=np.zeros(3,[('x','i4'),('y','f8')]);;v=r[1];;v[5]
r=np.zeros(3,[('x','i4'),('y','f8')]);;v=r[1];;v[1.5]
r=np.zeros(3,[('x','i4'),('y','f8')]);;v=r[1];;v.getfield('f8',4)
r=np.zeros(3,[('x','i4'),('y','f8')]);;v=r[1];;v.x
r=np.zeros(3,[('x','i4'),('y','f8',(2,))]);;v=r[1];;v['y'][0]=3;;r
r=np.empty(3,[('x','O'),('y','f8')]);;r['x']
np.void(b'abc')[0]
np.array([(1,2.5)],'i4,f8')==np.array([(1,2.5)],'i4,f8')
np.array([(1,2.5)],'i4,f8')==np.array([(1,2.5)],'i4,f4')
np.array([b'ab',b'cd'],'V2')==np.array([b'ab',b'ce'],'V2')
np.array([b'ab',b'cd'],'V2')!=np.array([b'ab',b'ce'],'V2')
np.array([(1,2)],'i4,i4').astype([('b','f8'),('a','S2')])
np.array([(1,2)],'i4,i4').astype('i4,i4,i4')
np.array([(1,2)],'i4,i4').view('i4')
np.array([(1,2)],'i4,i4').tobytes()
np.array([1,2]).astype('i4,i4')
np.array([(1,2)],[('b',[('c','i4'),('d','f8')]),('a','i4')])
np.array([((1,3),2)],[('b',[('c','i4'),('d','f8')]),('a','i4')])['b']['d']
np.array([(1,2,3)],'i4,i4')
np.array([[1,2],[3,4]],'i4,i4')
np.array([[(1,2),(3,4)]],'i4,i4')
np.array((1,2),'i4,i4')
np.array([(1,[2,3])],[('a','i4'),('b','i4',2)])
np.array([(1,5)],[('a','i4'),('b','i4',2)])
np.zeros(2,'i4,i4').tolist()
np.ones(2,[('a','i4'),('b','O'),('c','S2'),('d','?')])
np.full(2,7,[('a','i4'),('b','U2')])
np.empty_like(np.zeros(2,'i4,i4')).dtype
np.sort(np.array([(2,1),(1,2),(1,1)],'i4,i4'))
np.argsort(np.array([(2,1),(1,2),(1,1)],[('a','i4'),('b','i4')]),order='b')
np.sort(np.array([(2,1),(1,2),(1,1)],[('a','i4'),('b','i4')]),order=['b','a'])
np.sort(np.array([(2,1),(1,2),(1,1)],[('a','i4'),('b','i4')]),order='q')
np.unique(np.array([(2,1),(1,2),(2,1)],[('a','i4'),('b','i4')]))
np.array([(2,1)],[('a','i4'),('b','i4')]).byteswap()
np.array([(2,1)],[('a','>i4'),('b','i4')]).newbyteorder()
np.array([(2,1)],[('a','>i4'),('b','i4')])
np.where([True,False],np.array((1,2),'i4,i4'),np.array((3,4),'i4,i4'))
np.stack([np.array((1,2),'i4,i4')]*2)
np.zeros(3,'i4,i4').reshape(3,1).T.copy('F')
a=np.zeros(3,'i4,f8');;a.fill((1,2));;a
a=np.zeros(3,'i4,f8');;a[:]=(1,2);;a
a=np.zeros(3,'i4,f8');;a[:]=[(1,2),(3,4),(5,6)];;a
a=np.zeros(3,'i4,f8');;a[0]=np.array((3,4),'f8,i4');;a
a=np.zeros(3,'i4,f8');;a[0]=3;;a
a=np.zeros(3,'i4,f8');;a[:]=3;;a
a=np.zeros(3,'i4,f8');;a[:]=np.arange(3);;a
a=np.zeros(3,'i4,f8');;a.flat[1]=(3,4);;a
a=np.zeros(3,'i4,f8');;a.itemset
np.zeros(2,dtype=[('a','f4')]).item(0),np.zeros(2,dtype=[('a','f4')]).item(1)
np.array([np.void(b'abc'),np.void(b'ab')])
np.array([np.array((1,2),'i4,f8')[()],np.array((1,2),'i4,f8')[()]])
memoryview(np.zeros(2,'i4,f8')).format
memoryview(np.zeros(2,[('a','i1'),('b','f8',(2,3)),('c','U2')])).format
np.asarray(memoryview(np.zeros(2,[('a','i1'),('b','f8',(2,3))])))
""".strip().splitlines()


def show(x):
    """Types and values as text, without the module's name."""
    if isinstance(x, (tuple, list)):
        return f"{type(x).__name__}({', '.join(map(show, x))})"
    if isinstance(x, (numpy.ndarray, numen.ndarray)) and type(x).__name__ == "ndarray":
        flags = x.flags.c_contiguous, x.flags.f_contiguous, x.flags.writeable, x.flags.owndata
        return f"{x.dtype} {x.shape} {x.strides} {flags} {x!r}"
    return f"{type(x).__name__} {x!r}"


def outcome(np, line):
    """What a line does: its value (after the last ``;;``) or its error, and its warnings."""
    *statements, expression = [part.strip() for part in line.split(";;")]
    names = {"np": np, **TOOLS}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            exec("\n".join(statements), names)
            text = show(eval(expression, names))
        except Exception as e:
            text = f"{type(e).__name__}: {e}"
    text += "".join(f" [{w.category.__name__}: {w.message}]" for w in caught)
    return re.sub("0x[0-9a-f]+", "0x", text.replace("numpy", "numen"))


@pytest.mark.parametrize("line", CONVERSION + DTYPES + RECORDS)
def test_agreement(line):
    assert outcome(numen, line) == outcome(numpy, line)
