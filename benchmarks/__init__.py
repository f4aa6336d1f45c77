"""Speed and quality of wiretrace beside its peers, by one command each; README.md tells how to read them."""
