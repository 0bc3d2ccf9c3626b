"""Letters invented for the demonstration, printed as offices print them."""

ISSUED = """\
UBND TỈNH QUẢNG NGÃI          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ Y TẾ                                 Độc lập - Tự do - Hạnh phúc

Số: 9901/SYT-TD                 Quảng Ngãi, ngày {day:02} tháng {month:02} năm {year}

V/v bảo vệ trẻ em trên môi trường mạng trong dịp nghỉ (văn bản trình diễn)

Kính gửi:
- Công an tỉnh;
- Sở Giáo dục và Đào tạo;
- UBND các xã, phường, đặc khu.

Để trẻ em được an toàn khi dùng mạng trong những ngày nghỉ, Sở Y tế đề nghị các cơ quan, \
địa phương thực hiện các nội dung sau:

1. Tuyên truyền trên hệ thống loa truyền thanh, trang thông tin điện tử và các nhóm phụ huynh \
về cách nhận biết lời mời, đường dẫn lừa đảo; mỗi địa phương ít nhất 04 buổi phát thanh.

2. Tổ chức giáo dục kỹ năng tự bảo vệ trên mạng cho học sinh thông qua sinh hoạt hè, câu lạc \
bộ măng non; ghi rõ số học sinh tham gia.

3. Niêm yết Tổng đài 111 và số điện thoại tiếp nhận tin báo của địa phương tại nhà văn hóa \
thôn, trường học, trạm y tế.

4. Tiếp nhận, xử lý kịp thời tin báo về trẻ em bị xâm hại, bị lừa đảo trên mạng; phối hợp với \
Công an tỉnh xác minh khi có dấu hiệu vi phạm pháp luật.

Đề nghị các cơ quan, địa phương báo cáo kết quả về Sở Y tế trước ngày \
{deadline:%d/%m/%Y} để tổng hợp./.

Nơi nhận:
- Như trên;
- Giám đốc Sở;
- Lưu: VT, TD.

KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC

Nguyễn Văn Trình Diễn
"""

DRAFT = """\
UBND TỈNH QUẢNG NGÃI          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ Y TẾ                                 Độc lập - Tự do - Hạnh phúc

Số:      /SYT-TD                 Quảng Ngãi, ngày      tháng {month:02} năm {year}

V/v tập huấn nhận biết và hỗ trợ trẻ em bị bắt nạt
trên mạng (văn bản trình diễn)

Kính gửi:
- Sở Giáo dục và Đào tạo;
- Các trường trung học phổ thông;
- UBND các phường.

Sở Y tế đề nghị các cơ quan, đơn vị quan tâm thực hiện:

1. Cử người làm công tác bảo vệ trẻ em, giáo viên tư vấn tham dự lớp tập huấn nhận biết dấu hiệu \
trẻ em bị bắt nạt trên mạng.

2. Ban hành nội quy sử dụng điện thoại, mạng không dây trong trường học; công khai cho phụ huynh.

3. Rà soát giải pháp kỹ thuật lọc nội dung tại phòng máy; gỡ bỏ ứng dụng không phù hợp lứa tuổi.

Trong quá trình thực hiện, nếu có vướng mắc, đề nghị phản ánh về Sở Y tế./.

Nơi nhận:
- Như trên;
- Lưu: VT, TD.

TL. GIÁM ĐỐC
TRƯỞNG PHÒNG

Lê Thị Trình Diễn
"""
