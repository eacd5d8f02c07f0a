"""One large job in shards: the input is cut, workers read a shard each and write it whole, a second call goes on."""
