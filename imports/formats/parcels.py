"""The columns by which platforms and dispatch systems tell a parcel: its waybill, who carries it, from which warehouse it leaves.

Every export of orders may have them; none must. A cell may hold several waybills (an order in two parcels).
"""

from imports.formats.base import Column

PARCEL = (
    Column("waybill", ("物流单号", "快递单号", "运单号", "运单编号", "Tracking Number", "tracking-number", "Waybill")),
    Column("carrier", ("物流公司", "快递公司", "承运商", "Tracking Company", "carrier", "Carrier")),
    Column("warehouse", ("发货仓", "发货仓库", "仓库名称", "仓库", "Location", "Warehouse")),
)
