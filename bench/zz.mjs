import { tfjs } from '@parallax-ml/backend-tfjs'
import { dense, fit, sequential } from '@parallax-ml/core'
const cpu = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1e6 }
for (const [sizes, batch, rows, steps] of [[[2,8,1],4,4,20000],[[64,128,64,10],32,1472,4600],[[784,256,10],64,2048,960]]) {
  const spec = sequential({inputShape:[sizes[0]], layers: sizes.slice(1).map((units,i)=>dense({units, activation: i===sizes.length-2?(units===1?'sigmoid':'softmax'):'relu'}))})
  const o = sizes.at(-1)
  const data={x:{shape:[rows,sizes[0]],data:Float32Array.from({length:rows*sizes[0]},(_, i)=>Math.sin(i*1.7))},y:{shape:[rows,o],data:Float32Array.from({length:rows*o},(_, i)=>o===1?i%2:Number(i%o===Math.floor(i/o)%o))}}
  const res=[]
  for (let k=0;k<4;k++){ const t=cpu(), w=performance.now(); const run=await fit(spec,data,{backend:tfjs,loss:o===1?'binaryCrossentropy':'categoricalCrossentropy',optimizer:{name:'adam'},batchSize:batch,epochs:Math.round(steps*batch/rows),seed:1}); await run.model.dispose(); res.push((steps/(cpu()-t)).toFixed(0)) }
  console.log(sizes.join('-'), 'steps per cpu second', res.join(' '))
}
