/** The release of componentize-py that Airlock builds with. */
export const COMPONENTIZE_PY = '0.25.1'

/** SHA-256 of its wheels, one a platform, as the Python Package Index publishes them. */
const WHEELS: Readonly<Record<string, string>> = {
  'cp39-abi3-macosx_10_12_x86_64': '65fbc4a94df1de8acf7da50a1f5ed1711230188844e53e6332d99029be4e0afa',
  'cp39-abi3-macosx_11_0_arm64': 'a556991534cc496207a9d2ca733c4b0f17ed38ef56a8d6b5f1847fdf1225dd1b',
  'cp39-abi3-manylinux_2_28_aarch64': '7b6a87c520358166843af0daa86d2312d7af4cbcbbf1e598951085cf7f2991ca',
  'cp39-abi3-manylinux_2_28_x86_64': '8623cd8cab8453cb0cd8bf03f3c7103420d06f2f3d360186a280a70a1ca5e89f',
  'cp39-abi3-win_amd64': 'c7fd552fb0849858b0c1e8981543ed5dff4b0cc1597a8ea0bc26a495786dc0c6',
}

/** It as a line of a requirements file, which pip takes in one of these files only. */
export const PINNED_REQUIREMENT = [
  `componentize-py==${COMPONENTIZE_PY}`,
  ...Object.values(WHEELS).map((digest) => `--hash=sha256:${digest}`),
].join(' ')
