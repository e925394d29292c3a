"""Who should partner with whom: candidates ranked by eight features that anybody can read, and whether that has worked before.

`history` holds dated ties and cuts them into windows, `landscape` what was known on a day, `features` the eight numbers of
a pair, `logistic` the model, `scorers` what it has to beat, `accuracy` how good a ranking is, `protocol` the back-test,
`read` the door from a record, `answers` what a user sees.
"""
