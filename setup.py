"""The one part that is compiled. Where nothing can be compiled the rest is installed without it."""

from glob import glob

from setuptools import Extension, setup

setup(
    ext_modules=[
        Extension(
            "mangnon.gateway.engine._hot",
            ["src/mangnon/gateway/engine/_hot.c"],
            depends=glob("src/mangnon/gateway/engine/native/*.h"),
            extra_compile_args=["-O2", "-fwrapv"],
            optional=True,
        )
    ]
)
