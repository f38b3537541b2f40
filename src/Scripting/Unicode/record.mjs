// Records what Node knows about normal forms: node record.mjs > normalization.txt
// The host normalises nothing while it runs without cultures, and normal forms must be the same on every server.
//   0041 ...      nothing is said of a character that stays as it is
//   =00C5 41 30A  its canonical decomposition, in full; with '!' instead of '=' it is never composed again
//   ~FB01 66 69   its compatibility decomposition, in full, where that differs
//   @300 230      its combining class

// One character of each combining class, to find the class of any other by how Node puts the two in order.
const known = [
  [1, 0x0334], [6, 0x16FF0], [7, 0x093C], [8, 0x3099], [9, 0x094D], [10, 0x05B0], [11, 0x05B1], [12, 0x05B2], [13, 0x05B3], [14,
  0x05B4], [15, 0x05B5], [16, 0x05B6], [17, 0x05B7], [18, 0x05B8], [19, 0x05B9], [20, 0x05BB], [21, 0x05BC], [22, 0x05BD], [23,
  0x05BF], [24, 0x05C1], [25, 0x05C2], [26, 0xFB1E], [27, 0x064B], [28, 0x064C], [29, 0x064D], [30, 0x0618], [31, 0x0619], [32,
  0x061A], [33, 0x0651], [34, 0x0652], [35, 0x0670], [36, 0x0711], [84, 0x0C55], [91, 0x0C56], [103, 0x0E38], [107, 0x0E48], [118,
  0x0EB8], [122, 0x0EC8], [129, 0x0F71], [130, 0x0F72], [132, 0x0F74], [202, 0x0321], [214, 0x1DCE], [216, 0x031B], [218, 0x1DFA],
  [220, 0x0316], [222, 0x059A], [224, 0x302E], [226, 0x1D16D], [228, 0x05AE], [230, 0x0300], [232, 0x0315], [233, 0x035C], [234,
  0x035D], [240, 0x0345],
];

const hex = text => Array.from(text, c => c.codePointAt(0).toString(16).toUpperCase()).join(' ');
const comesFirst = (a, b) => (b + a).normalize('NFD') === a.normalize('NFD') + b.normalize('NFD');

const lines = [];
for (let code = 0; code <= 0x10ffff; code++) {
  if ((code >= 0xac00 && code <= 0xd7a3) || (code >= 0xd800 && code <= 0xdfff)) continue;
  const c = String.fromCodePoint(code);
  const canonical = c.normalize('NFD');
  const compatible = c.normalize('NFKD');
  if (canonical !== c) lines.push(`${c.normalize('NFC') === c ? '=' : '!'}${hex(c)} ${hex(canonical)}`);
  if (compatible !== canonical) lines.push(`~${hex(c)} ${hex(compatible)}`);
  if (canonical === c && /\p{M}/u.test(c)) {
    // Of two classes the lower comes first; characters of one class, and of class 0, stay where they are.
    const found = known.find(([, other]) => {
      const rep = String.fromCodePoint(other);
      return code === other || (!comesFirst(c, rep) && !comesFirst(rep, c) && known.some(([, third]) => comesFirst(c, String.fromCodePoint(third)) || comesFirst(String.fromCodePoint(third), c)));
    });
    if (found) lines.push(`@${hex(c)} ${found[0]}`);
  }
}
console.log(lines.join('\n'));
