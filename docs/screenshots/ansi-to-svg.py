"""Reads a terminal's screen with colour codes (tmux capture-pane -e -p) and writes it as SVG."""
import html
import re
import sys
import unicodedata

WIDTH, HEIGHT, PAD = 8.4, 18, 14
PLAIN, BACKGROUND = "#d8dee9", "#1b1f27"
COLORS = {31: "#e06c75", 32: "#8fbf7f", 33: "#d9b36a", 34: "#5b8dd9", 36: "#56b6c2", 91: "#e06c75", 92: "#8fbf7f", 93: "#d9b36a", 94: "#6c9fe8", 96: "#56b6c2"}


def spans(line):
    """(column, text, colour, bold, dim) of each run of letters that look the same."""
    colour, bold, dim, column = PLAIN, False, False, 0
    for match in re.finditer(r"\x1b\[([0-9;]*)m|\x1b[()][A-Z0-9]|[^\x1b]+", line):
        if match.group(1) is not None:
            # 38;5;n names the same sixteen colours as 30 to 37 and 90 to 97 do.
            numbers = re.sub(r"38;5;(\d+)", lambda indexed: str(30 + int(indexed[1]) if int(indexed[1]) < 8 else 82 + int(indexed[1])), match.group(1))
            codes = [int(code or 0) for code in numbers.split(";")]
            for code in codes:
                if code == 0:
                    colour, bold, dim = PLAIN, False, False
                elif code == 1:
                    bold = True
                elif code == 2:
                    dim = True
                elif code == 22:
                    bold = dim = False
                elif code == 39:
                    colour = PLAIN
                elif code in COLORS:
                    colour = COLORS[code]
        elif not match.group(0).startswith("\x1b"):
            text = match.group(0)
            yield column, text, colour, bold, dim
            column += sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


lines = sys.stdin.read().rstrip("\n").split("\n")
while lines and not re.sub(r"\x1b\[[0-9;]*m", "", lines[-1]).strip():
    lines.pop()
columns = max(sum(len(text) for _, text, *_ in spans(line)) for line in lines)
width, height = columns * WIDTH + 2 * PAD, len(lines) * HEIGHT + 2 * PAD
print(f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}">')
print(f'<rect width="100%" height="100%" rx="8" fill="{BACKGROUND}"/>')
print('<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace" font-size="14" xml:space="preserve">')
for row, line in enumerate(lines):
    for column, text, colour, bold, dim in spans(line):
        if text.strip():
            x, y = PAD + column * WIDTH, PAD + row * HEIGHT + 13.5
            style = (' font-weight="bold"' if bold else "") + (' opacity="0.55"' if dim else "")
            print(f'<text x="{x:.1f}" y="{y:.1f}" textLength="{len(text) * WIDTH:.1f}" lengthAdjust="spacingAndGlyphs" fill="{colour}"{style}>{html.escape(text)}</text>')
print("</g></svg>")
