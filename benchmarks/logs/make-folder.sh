#!/usr/bin/env bash
# Makes a folder of completed chia logs as a farmer of k32 has them: about 2,600 lines and 200 KB each, all plots different.
#   make-folder.sh FOLDER [LOGS]      LOGS: how many, 1000 if not given (0.2 GB); 10000 are what a year of plotting leaves
set -euo pipefail
folder=${1:?folder}
logs=${2:-1000}
mkdir -p "$folder"
awk -v folder="$folder" -v logs="$logs" '
function buckets(count, kind,   text, bucket) {
  text = ""
  for (bucket = 0; bucket < count; bucket++)
    text = text sprintf("\tBucket %d %s. Ram: 3.240GiB, u_sort min: 0.%03dGiB, qs min: 0.%03dGiB.\n", bucket, kind, 500 + bucket, 200 + bucket)
  return text
}
function phase(number, seconds) { return sprintf("Time for phase %d = %.3f seconds. CPU (%.3f%%) Mon Jun  7 01:30:00 2021\n", number, seconds, 120 + number) }
BEGIN {
  srand(32)
  one = "Computing table 1\nF1 complete, time: 128.5 seconds. CPU (180.21%) Sun Jun  6 21:02:00 2021\n"
  for (table = 2; table <= 7; table++)
    one = one "Computing table " table "\n" buckets(128, "uniform sort") "\tTotal matches: 4294895371\nForward propagation table time: 1740.236 seconds. CPU (190.060%) Sun Jun  6 21:31:00 2021\n"
  two = "Starting phase 2/4: Backpropagation into tmp files... Sun Jun  6 23:59:00 2021\n"
  for (table = 7; table >= 2; table--)
    two = two "Backpropagating on table " table "\nscanned table " table "\nscanned time = 61.003 seconds. CPU (50.740%) Mon Jun  7 00:01:00 2021\nsorting table " table "\nBackpropagating on table " table "\nsort time = 580.2 seconds. CPU (95.9%) Mon Jun  7 00:11:00 2021\n"
  two = two "table 1 new size: 3429358464\n"
  for (table = 1; table <= 6; table++)
    three = three "Compressing tables " table " and " table + 1 "\n" buckets(128, "uniform sort") "\tFirst computation pass time: 792.7 seconds. CPU (93.620%) Mon Jun  7 02:00:00 2021\n" buckets(128, "uniform sort") "\tWrote 3429337087 entries\n\tSecond computation pass time: 770.4 seconds. CPU (94.040%) Mon Jun  7 02:13:00 2021\nTotal compress table time: 1563.1 seconds. CPU (93.830%) Mon Jun  7 02:13:00 2021\n"
  four = buckets(128, "uniform sort") "\tStarting to write C1 and C3 tables\n\tFinished writing C1 and C3 tables\n\tWriting C2 table\n\tFinished writing C2 table\n\tFinal table pointers:\n"
  for (table = 1; table <= 7; table++)
    four = four sprintf("\tP%d: 0x%014x\n", table, table * 16777259)
  for (log_ = 1; log_ <= logs; log_++) {
    id = ""
    for (part = 0; part < 8; part++)
      id = id sprintf("%08x", int(rand() * 2147483647))
    p1 = 9000 + 2000 * rand(); p2 = 3900 + 600 * rand(); p3 = 9100 + 1500 * rand(); p4 = 600 + 60 * rand()
    name = sprintf("plot-k32-2021-06-06-21-00-%s", id)
    file = sprintf("%s/nvme%d_2021-06-%02d_%02d_%02d_00_%06d.log", folder, log_ % 4, 1 + log_ % 28, log_ % 24, log_ % 60, log_)
    printf "\nStarting plotting progress into temporary dirs: /mnt/nvme%d and /mnt/nvme%d\nID: %s\nPlot size is: 32\nBuffer size is: 3389MiB\nUsing 128 buckets\nUsing 4 threads of stripe size 65536\n\nStarting phase 1/4: Forward Propagation into tmp files... Sun Jun  6 21:00:00 2021\n", log_ % 4, log_ % 4, id > file
    printf "%s%s\n%s%s", one, phase(1, p1), two, phase(2, p2) > file
    printf "Wrote: 268\nStarting phase 3/4: Compression from tmp files into \"/mnt/nvme0/%s.plot.2.tmp\" ... Mon Jun  7 01:10:00 2021\n%s%s", name, three, phase(3, p3) > file
    printf "Starting phase 4/4: Write Checkpoint tables into \"/mnt/nvme0/%s.plot.2.tmp\" ... Mon Jun  7 04:00:00 2021\n%s%s", name, four, phase(4, p4) > file
    printf "Approximate working space used (without final file): 269.297 GiB\nFinal File size: 101.%03d GiB\nTotal time = %.3f seconds. CPU (123.330%%) Mon Jun  7 04:12:00 2021\n", 300 + log_ % 90, p1 + p2 + p3 + p4 > file
    printf "Copied final file from \"/mnt/nvme0/%s.plot.2.tmp\" to \"/mnt/hdd1/%s.plot.2.tmp\"\nCopy time = %.3f seconds. CPU (10.100%%) Mon Jun  7 04:24:00 2021\nRemoved temp2 file \"/mnt/nvme0/%s.plot.2.tmp\"? 1\nRenamed final file from \"/mnt/hdd1/%s.plot.2.tmp\" to \"/mnt/hdd1/%s.plot\"\n", name, name, 700 + 60 * rand(), name, name, name > file
    close(file)
  }
}'
