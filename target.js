const fs=require('fs');
for (const f of process.argv.slice(2)) { try { new WebAssembly.Module(fs.readFileSync(f)); console.log(f,'ok'); } catch(e) { console.log(f, e.message); } }
