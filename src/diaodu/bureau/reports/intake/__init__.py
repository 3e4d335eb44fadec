"""Workbooks read into figures and problems (读表): bytes in, lines and problems out, no database.

files       what sort of file it is; refuses what can't be opened (识别文件)
xlsx        what the quick reader does not say of an xlsx: hidden rows, percent formats, errors (补充信息)
grid        one sheet's cells with their addresses (单元格网格)
numbers     a number as people type it (数值)
names       indicators, places, types, units, parts and periods by the names in use (名称识别)
longform    the long form, one figure a row (长表)
marks       what a header or a label says (表头词)
tables      the tables that offices send, any way round (宽表)
checks      contradictions, wrong units, the future (校验)
reading     all of it, for one file (读取)
marked      the workbook back with its problems marked (标注件)
"""
