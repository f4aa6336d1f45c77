"""Draws what a command prints as an SVG for the README.

wiretrace show out ID | python examples/picture.py "wiretrace show out ID" > docs/story.svg
"""

import html
import sys

WIDTH, LINE, LEFT, TOP = 8.4, 18, 16, 44  # pixels: a character, a line, the margins
COLORS = {
    "original": "#7ee787",
    "rewrite": "#d2a8ff",
    "revision": "#ffa657",
    "excerpt": "#79c0ff",
    "conflict": "#ff7b72",
}


def main() -> None:
    lines = [f"$ {sys.argv[1]}", *sys.stdin.read().rstrip().split("\n")]
    width = LEFT * 2 + WIDTH * max(map(len, lines))
    height = TOP + LINE * len(lines) + LEFT
    print(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}" viewBox="0 0 {width:.0f} {height}" '
        'font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,monospace" font-size="14">'
        f'<rect width="{width:.0f}" height="{height}" rx="8" fill="#0d1117"/>'
        '<circle cx="20" cy="18" r="6" fill="#ff5f56"/><circle cx="40" cy="18" r="6" fill="#ffbd2e"/>'
        '<circle cx="60" cy="18" r="6" fill="#27c93f"/>'
    )
    for n, line in enumerate(lines):
        color = next(
            (c for word, c in COLORS.items() if f" {word} " in f" {line} "), "#8b949e" if n == 0 else "#e6edf3"
        )
        weight = ' font-weight="bold"' if n == 1 else ""
        print(
            f'<text x="{LEFT}" y="{TOP + LINE * n + 12}" fill="{color}"{weight} xml:space="preserve">{html.escape(line)}</text>'
        )
    print("</svg>")


if __name__ == "__main__":
    main()
