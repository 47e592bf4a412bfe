"""The demo shop: a family of three shops whose sale runs now, written as the platforms' own export files.

`catalogue` is what it sells, `shape` how a sale is spread over days and hours, `story` who bought what and when, `exports` and
the writers beside it what each platform's file says of that at a given moment, `opening` sends the files down the main road.
"""
