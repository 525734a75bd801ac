#!/usr/bin/env python3
"""A stage in another language, over the NDJSON of a seam: all kworkers get one name, and so share their rows.

    perf script | tc-stream --format timeline | ./one-kworker.py | tc-stream --from-format timeline > out.svg
"""
import json
import sys

for line in sys.stdin:
    item = json.loads(line)
    for field in ("comm", "wakerComm", "wakeeComm"):
        if str(item.get(field)).startswith("kworker/"):
            item[field] = "kworker"
    print(json.dumps(item, ensure_ascii=False))
