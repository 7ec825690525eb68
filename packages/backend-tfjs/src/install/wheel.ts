import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bindingFolderIn, packageIn } from '../engine/folder.js'
import { tensorflowVersion } from '../engine/versions.js'
import { findTool, runTool, type ToolRun } from './run-tool.js'

interface Wheel {
  readonly requirement: string
  readonly platform: string
  readonly sha256: string
  readonly bytes: number
}

const python = ['python3', 'python']
const compilers = [...(process.env.CXX ? [process.env.CXX] : []), 'c++', 'g++', 'clang++']
const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']

/** Wheels of TensorFlow that hold its C library, by machine. */
const wheels: Readonly<Record<string, Wheel>> = {
  'linux-x64': {
    requirement: `tensorflow-cpu==${tensorflowVersion}`,
    platform: 'manylinux2014_x86_64',
    sha256: '54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26',
    bytes: 207_208_420,
  },
}

/** Takes the members that are needed, and nothing that would lie outside the folder. */
const unpacking = `
import sys, zipfile
wheel, folder, *libraries = sys.argv[1:]
headers = ('c/', 'core/platform/')
wanted = lambda name: name in ['tensorflow/' + library for library in libraries] or any(
    name.startswith('tensorflow/include/' + part) for part in ('tensorflow/c/', 'tensorflow/core/platform/', 'tsl/', 'xla/tsl/c/'))
with zipfile.ZipFile(wheel) as archive:
    archive.extractall(folder, [name for name in archive.namelist() if wanted(name)])
`

/** Tools that the way by the wheel needs and this machine lacks, or why there is no such way. */
export async function whatWheelLacks(): Promise<string[]> {
  if (!wheels[`${process.platform}-${process.arch}`]) {
    return [`a wheel of TensorFlow for ${process.platform}-${process.arch}`]
  }
  const found = {
    'Python 3 with pip (python3 -m pip)': await findTool(python, ['-m', 'pip', '--version']),
    'a C++ compiler (c++, g++ or clang++)': await findTool(compilers, ['--version']),
  }
  return Object.entries(found).flatMap(([name, tool]) => (tool === undefined ? [name] : []))
}

/**
 * Puts TensorFlow's library from its Python wheel, and a binding built here, beside the engine's
 * package in `folder`. pip downloads the wheel and compares its checksum.
 */
export async function installFromWheel(
  folder: string,
  onProgress: (message: string) => void,
  { signal }: ToolRun,
): Promise<void> {
  const wheel = wheels[`${process.platform}-${process.arch}`]!
  const [pip, compiler] = await Promise.all([
    findTool(python, ['-m', 'pip', '--version']),
    findTool(compilers, ['--version']),
  ])
  const work = join(folder, 'wheel')
  const file = await download(pip!, wheel, work, onProgress, signal)
  onProgress('unpacking TensorFlow')
  await runTool(pip!, ['-c', unpacking, file, work, ...libraries], { signal })
  const target = bindingFolderIn(packageIn(folder))
  await mkdir(target, { recursive: true })
  for (const name of libraries) await rename(join(work, 'tensorflow', name), join(target, name))
  onProgress('building the binding')
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) =>
    join(packageIn(folder), 'binding', name),
  )
  const includes = [
    join(work, 'tensorflow', 'include'),
    join(folder, 'node_modules', 'node-api-headers', 'include'),
  ].flatMap((path) => ['-I', path])
  // The binding finds the libraries in its own folder, wherever that is moved.
  const linking = [...libraries.map((name) => join(target, name)), '-Wl,-rpath,$ORIGIN']
  const words = ['-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8', ...includes]
  const output = ['-o', join(target, 'tfjs_binding.node')]
  await runTool(compiler!, [...words, ...sources, ...linking, ...output], { signal })
  await rm(work, { recursive: true })
}

async function download(
  pip: string,
  { requirement, platform, sha256, bytes }: Wheel,
  work: string,
  onProgress: (message: string) => void,
  signal: AbortSignal | undefined,
): Promise<string> {
  const temporary = join(work, 'temporary')
  await mkdir(temporary, { recursive: true })
  const requirements = join(work, 'requirements.txt')
  await writeFile(requirements, `${requirement} --hash=sha256:${sha256}\n`)
  const flags = ['--no-deps', '--only-binary=:all:', '--no-cache-dir', '--progress-bar=off']
  const target = ['--python-version=3.11', `--platform=${platform}`, `--dest=${work}`]
  const words = ['-m', 'pip', 'download', '--require-hashes', '-r', requirements]
  const total = `${Math.round(bytes / 1e6)} MB`
  onProgress(`downloading TensorFlow (${total})`)
  const watch = setInterval(async () => {
    const size = await sizeUnder(temporary)
    if (size > 0) onProgress(`downloading TensorFlow (${Math.round(size / 1e6)} of ${total})`)
  }, 2000)
  try {
    await runTool(pip, [...words, ...flags, ...target], { env: { TMPDIR: temporary }, signal })
  } finally {
    clearInterval(watch)
  }
  const name = (await readdir(work)).find((each) => each.endsWith('.whl'))
  return join(work, name!)
}

/** The bytes of all files in a folder, some of which may be gone by the time they are looked at. */
async function sizeUnder(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  const sizes = names.map((name) =>
    stat(join(folder, name)).then(
      (found) => (found.isFile() ? found.size : 0),
      () => 0,
    ),
  )
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}
