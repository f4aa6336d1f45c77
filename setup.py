"""Installs wiretrace, and is what Beam's --setup_file ships to workers."""

from setuptools import find_packages, setup

setup(
    name="wiretrace",
    version="0.1.0",
    description="Who carried the wire story, when, in what form, and who had it first: provenance for syndicated news",
    python_requires=">=3.11",
    packages=find_packages(include=["pipelines", "pipelines.*", "transforms", "transforms.*"]),
    package_data={"": ["*.yaml", "*.csv", "*.json", "*.txt", "*.npz", "py.typed"]},
    # Why each is here is written in docs/dependencies.md.
    install_requires=[
        "ahocorasick-rs>=1.0,<2",
        "apache-beam>=2.77,<2.78",
        "charset-normalizer>=3.4,<4",
        "datasketch>=2.0,<3",
        "deltalake>=1.6,<2",
        "fastwarc>=2.0,<3",
        "feedparser>=6.0.14,<7",
        "idna>=3.7",
        "ftfy>=6.3,<7",
        "lxml_html_clean>=0.4",
        "msgspec>=0.19,<1",
        "numpy>=2.2,<3",
        "py3langid>=0.4,<0.5",
        "pyarrow>=25,<26",
        "pyyaml>=6",
        "tldextract>=5.4,<6",
        "trafilatura>=2.3.1,<2.4",
        "wordfreq>=3.1.1,<4",
        "xxhash>=3.5",
        "zstandard>=0.23",
    ],
    extras_require={
        "dask": ["dask>=2026.8", "distributed>=2026.8"],
        "test": ["pytest>=9", "hypothesis>=6", "duckdb>=1.4", "fsspec", "polars>=1.30", "pandas>=2.2", "scipy>=1.15"],
        "lint": ["ruff>=0.17", "mypy>=2.4", "types-PyYAML"],
    },
    entry_points={"console_scripts": ["wiretrace=pipelines.cli:main"]},
)
