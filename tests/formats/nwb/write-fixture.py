"""Writes the NWB fixtures: python3 write-fixture.py FOLDER (h5py; groups and attributes by the published NWB 2 schema and ndx-fiber-photometry 0.1). No rig wrote them."""
import sys
import h5py
import numpy as np
rate, n = 50.0, 3000
t = np.arange(n) / rate
with h5py.File(sys.argv[1] + "/fiber-photometry.nwb", "w") as f:
    f.attrs["nwb_version"] = "2.7.0"
    f.attrs["neurodata_type"] = "NWBFile"
    acquisition = f.create_group("acquisition")
    g = acquisition.create_group("fiber_photometry_response_series")
    g.attrs["neurodata_type"] = "FiberPhotometryResponseSeries"
    g.attrs["namespace"] = "ndx-fiber-photometry"
    g.attrs["description"] = "synthetic"
    counts = np.column_stack([np.round(1000 + 100 * np.sin(t)), np.round(2000 + 50 * np.cos(t))]).astype("<i2")
    d = g.create_dataset("data", data=counts, chunks=(500, 2), compression="gzip")
    d.attrs["conversion"] = 0.001
    d.attrs["offset"] = 0.5
    d.attrs["unit"] = "V"
    s = g.create_dataset("starting_time", data=12.5)
    s.attrs["rate"] = rate
    s.attrs["unit"] = "seconds"
with h5py.File(sys.argv[1] + "/time-series.nwb", "w") as f:
    f.attrs["nwb_version"] = "2.7.0"
    g = f.create_group("processing").create_group("ophys").create_group("trace")
    g.attrs["neurodata_type"] = "TimeSeries"
    g.attrs["namespace"] = "core"
    keep = np.ones(n, bool)
    keep[1000:1050] = False
    d = g.create_dataset("data", data=(1 + 0.1 * np.sin(t))[keep].astype("<f4"))
    d.attrs["conversion"] = 1.0
    d.attrs["unit"] = "volts"
    s = g.create_dataset("timestamps", data=(3 + t)[keep])
    s.attrs["interval"] = 1
    s.attrs["unit"] = "seconds"
