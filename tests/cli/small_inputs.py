"""Small input files as text, for the tests of the command line.

Two genomes, g1 and g2, of 1,210 bp each, with one SSR (ATC, 6 and 8 times) inside gene A.
"""

import random
from typing import Final

SPACER: Final = "".join(random.Random(1).choices("ACGT", k=1_000))
FIRST: Final = SPACER + "G" + "ATC" * 6 + "G" + "CA" * 95
SECOND: Final = SPACER + "G" + "ATC" * 8 + "G" + "CA" * 92
GENOMES: Final = f">g1 first\n{FIRST}\n>g2 second\n{SECOND}\n"
CATEGORIES: Final = (
    "genomeID\tcategory\tcountry\tyear\ng1\tclade I\tItaly\t2018\ng2\tclade II\tPeru\t2019\n"
)
GENES: Final = "g1\t900\t1100\tA\ng2\t900\t1100\tA\n"
