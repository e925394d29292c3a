"""The batch interpreter and its kernels, in a folder of their own: what is compiled is kept until a file here changes."""
