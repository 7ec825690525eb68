import { tfjs } from '@parallax-ml/backend-tfjs'
import { conv2d, dense, fit, flatten, maxPooling2d, sequential } from '@parallax-ml/core'
const cpu = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1e6 }
const img=f=>conv2d({filters:f,kernelSize:3,activation:'relu'}), pool=()=>maxPooling2d({poolSize:2})
const mlp=(sizes)=>sequential({inputShape:[sizes[0]], layers: sizes.slice(1).map((units,i)=>dense({units, activation: i===sizes.length-2?(units===1?'sigmoid':'softmax'):'relu'}))})
const cnn=sequential({inputShape:[28,28,1],layers:[img(8),pool(),img(16),pool(),flatten(),dense({units:10,activation:'softmax'})]})
for (const [name,spec,shape,o,batch,rows,steps] of [['xor',mlp([2,8,1]),[2],1,4,4,20000],['mlp',mlp([64,128,64,10]),[64],10,32,1472,4600],['784',mlp([784,256,10]),[784],10,64,2048,960],['cnn',cnn,[28,28,1],10,32,1024,960]]) {
  const w=shape.reduce((a,b)=>a*b,1)
  const data={x:{shape:[rows,...shape],data:Float32Array.from({length:rows*w},(_, i)=>Math.sin(i*1.7))},y:{shape:[rows,o],data:Float32Array.from({length:rows*o},(_, i)=>o===1?i%2:Number(i%o===Math.floor(i/o)%o))}}
  const res=[]
  for (let k=0;k<4;k++){ const t=cpu(); const run=await fit(spec,data,{backend:tfjs,loss:o===1?'binaryCrossentropy':'categoricalCrossentropy',optimizer:{name:'adam'},batchSize:batch,epochs:Math.round(steps*batch/rows),seed:1}); await run.model.dispose(); res.push((steps/(cpu()-t)).toFixed(0)) }
  console.log(name, 'steps per cpu second', res.join(' '))
}
