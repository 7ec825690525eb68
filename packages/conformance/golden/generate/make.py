"""Makes every golden file: python make.py"""
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SCRIPTS = ["operations", "convolution", "optimizers", "optimizers_published", "schedules", "losses", "layers", "metrics", "training", "layers_later", "activations_later", "merging", "weights"]

for script in sys.argv[1:] or SCRIPTS:
    subprocess.run([sys.executable, "-W", "ignore", f"{script}.py"], cwd=HERE, check=True)
