"""Words that lost the space between them: "Kínhgửi", "23tháng 11năm2024", "thựchiện".

Scans, copies from PDF and old converters glue syllables. A glued word is opened only when every
part
is an everyday syllable of official prose, so names and foreign words stay whole.
"""

import re
from functools import lru_cache
from unicodedata import normalize

# Everyday syllables of official letters, written down by hand; order does not matter.
_EVERYDAY = """
an anh ba ban bao bà bài bàn bách báo bám bán bát bãi bé bên bệnh bị bình bí bìa biến biên biết
biểu bíu bộ bố bổ bỏ bồi bốn bớt buộc bước buổi bản bảng bảo bảy bậc bằng bắc bắt bắn bến bệ cai
cam can cao các cách cái cán cánh cáo cáp cát câu cân cây cần cầu cấp cập cậu căn căng cắt có
con cố cô cộng công cơ cơm cù của cùng cũng cung cuộc cuối cũ cư cưỡng cường cước cứ cứng cứu
cửa cử cực chào chánh chát cháu chăm chặn chắc chặt chấm chất chấp chậm chế chỉ chỉnh chí chính
chia chiếm chiến chiều chiếu cho chọn chóng chống chỗ chủ chú chung chúng chuẩn chuyên chuyển
chuyện chương chưa chức chứa chứng chữ danh dài dán dành dạy dân dấu dẫn dần dịch dịp dinh diện
diễn do doanh dõi dòng dọa dọn du duy duyệt dùng dung dụng dụ dục dưỡng dưới dữ dự đa đài đàn
đào đáng đánh đã đại đạo đạt đảm đảng đảo đăng đầu đầy đặc đặt đẩy đất đấu đây để đề đến đều đêm
đi đinh điểm điều điện điển điền đình đích đính định địa đó đón đóng đòi đoàn đoạn đọc đổi đối
độ đội đốc động đồng đồi đỡ đơn đời đợt đủ đúng đùa đường đưa được đức em ép gây gắn gắng gặp
gần gấp gia giai giao giá giác giám gian giảm giản giảng giả giải giáo giáp giấy giấu giây giỏi
giới giờ giúp giữ giữa gì gìn góp gồm gợi gửi hai ham han hàng hành hàn hại hạn hạng hạnh hạ
hạch hảo hẹn hẹp hè hệ hết hiện hiểm hiểu hiệu hiến hiệp hình hoa hoàn hoàng hoạt hoạch hoá hóa
hoà hòa hoặc học họp hỏi hộ hội hỗ hồ hồi hôn hơn hợp hỏa hỏng huấn huy huyện huyết huynh hút
hưởng hướng hương hưng hữu ích kênh kê kém kèm kẻ kết kế khai khám khác khách khảo khả khăn khắc
khắp khẩn khẩu khéo khen khi khiển khiếu khó khoa khoá khóa khoản khoảng khỏe khoẻ khỏi khóc
không khối khởi khu khung khuyến khuyết kích kiên kiếm kiến kiện kiểm kiểu kinh kính kí kĩ ký kỳ
kỷ kỹ là lao lành làm lãnh lãng lạc lại lạm lạnh lân lâu lần lập lấy lắng lặp lên lễ lệ lệnh
liên liệt liệu linh lĩnh lịch loại loạt loài lo long lòng lối lồng lộ lộn lớn lớp lợi lúc luật
luân luận luôn luyện lục lực lượng lưu lưới lương lừa lứa lừng mai mang mạng mạnh mãi máy màn
màu mã mất mặt mật mẫu mắc mắt mẹ mẽ mềm miền miễn miệng minh mình móc mọi mỗi mỗ mong mô môi
môn một mở mới mời mức mục mùa muốn mừng nam năm nào này nay nạn nạp nặng nâng nắm nếu nền nêu
nên ngay ngày ngành ngại ngạch ngắn ngăn ngân nghe nghề nghèo nghiêm nghiệm nghiệp nghị nghỉ
nghĩa nghĩ nghi nghiên ngoài ngoại ngõ ngôn ngồi người nguồn nguy nguyên nguyện nguyễn ngữ ngừa
ngừng ngược nhanh nhau nhà nhạc nhạy nhắc nhằm nhận nhân nhất nhập nhật nhẹ nhiên nhiều nhiệm
nhiệt nhiễm nhìn nhóm nhỏ nhu nhưng nhượng như những nhục nơi nói nội nộp nông nổi nỗ nước nữ
núi nuôi nửa ở ổn phạm phạt phát phản pháp phán phần phẩm phân phải phép phê phó phòng phong
phóng phối phổ phố phục phụ phù phú phúc phương phường phức qua quan quanh quà quá quán quát
quản quảng quân quần quận quen quê quét quy quyền quyết quyển quỹ quý quốc ra rà ràng rác rãi
rất rèn riêng rõ rối rộng rủi rung rừng rượu ru sai sang sáng sách sản sao sau sát sẵn sắc sẽ
siết siêu sinh sĩ so soát soạn sóc song sót số sông sống sở sơ sớm sợ sử sửa sự sung suốt suy
sức sứ sỹ ta tai tay tài tác tái tán tạo tạm tại tải tảng tăng tất tập tầm tầng tâm tấn tắc tắt
tặng tế tết tên thanh thành thải thám tham thảo thái thác thao thay thăm thắng thẩm thấp thấy
thật thập thân thầy thẻ theo thế thể thêm thi thiếu thiện thiết thiệt thiên thiểu thích thị
thỉnh thí thì thôn thông thoại thoát thoả thỏa thói thống thời thử thứ thu thuận thuật thuộc
thuế thủ thuỷ thủy thuyền thuyết thúc thực thức thừa thường thưởng thương thượng thư ti tích
tiếng tiếp tiến tiền tiện tiêu tiểu tiết tin tính tình tỉnh tĩnh tị tỉ tỷ to toà tòa toàn toán
toạ tọa tóm tố tổ tổng tổn tốt tội tối tôn tôi tờ tới tra trai trang tranh trao trách trạng trạm
trái trải tránh trẻ trên trì trí trích triển triệt triệu trình trị trò trong trọng trọn trộm
trống trồng trở trợ trung trùng trúng trú truy truyền truyện trước trường trưởng trương trực trữ
trừ tu tuần tuân tuệ tuổi tuỳ tùy tuyên tuyến tuyển tuyệt túc tục tung từ từng tự tư tương tướng
tượng tử tưởng ty ủy uỷ ứng ước ưu văn vai vào vàng vay vẫn vẹn vẻ vẽ về vi viên viết việc việt
vì vị vĩnh ví vòng vong vô với vốn vụ vùng vui vực vững vừa vượt vận vật vấn vậy xa xã xác xảy
xây xăng xem xét xếp xâm dâm cờ bạo bão xin xoá xóa xuân xuất xung xuống xúc xử xứ ý yếu yêu yên
chín mười tám sáu và lý tháng phủ tịch đang ảnh vệ gọi lời chơi nghệ quả kể lọc hãy chị chờ bạn
cả phí bật cục ít tiên còn hằng gỡ phút trả tệp lỗi thôi mà ánh năng họ đồ tìm viễn sẻ rồi cảm
hà viện huống phiên ghép dựng lạ thiệu kín kịp gốc tộc mối tách chạy trân ơn sổ cảnh lượt cài
tân nhờ sắp đừng sơn cổng chụp sóng thuê cá rút cụ niêm ăn sư xấu ngủ cột nhở lê nạt trông phiếu
dễ khánh thiệp lâm độc ông hộp điệp bấm lá kéo nhắn chịu góc thách đà nẵng tống án đâu mờ tháp
yết đông vướng nút ương mông đôn bè chép cảng cà mắng khiến giật mưu mạo bưu gũi tủ tá vắng vết
xuyên dỗ rời nối khích lánh trà gộp chấn ngọc trào cấm nhầm lén đàm tây đột biện đáp sân cậy
trấn xóm dây cẩm đe lộc châu đếm hải nháp dừng đo quên cất cầm nghiện bổng túng thọ mượn giấc
lôi tàng buôn vé rơi thơ đua tốc hôm cổ tò trọ ngũ cốt tấm ấn bất ngãi gói huế thất cận rủ trưng
ảo thần lạng uống mặc dương chân nằm đau khuôn cụm biển mùi tín tày giọng khuyên kiệm tồn lắp vĩ
nghìn nà mậu phận trần trụ bạc cựu vân đô khóm mươi cạnh mỹ lào tắm hứa khớp lùi bây lẫn binh
thinh tinh xanh kho nga quang mua kia loa lan hay ghi thai hanh hoang ca nhi
"""
SYLLABLES = frozenset(_EVERYDAY.split())

_WORD = re.compile(r"[^\W\d_]{5,}")
_DIGIT_AND_DATE = re.compile(
    r"(?<=\d)(?=(?:tháng|năm|ngày)(?![^\W\d_]))|(?<=\bngày)(?=\d)|(?<=tháng)(?=\d)|(?<=năm)(?=\d)"
)
_TONES = str.maketrans("", "", "\u0300\u0301\u0303\u0309\u0323")
# One syllable: a head, one vowel group, a tail. Spelling rules finer than this are not needed here.
_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx])?"
    "(?:[oa]?[aă]|[aeêioôơuưy]|â|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iêu|iu|oa[ioy]|oe|oeo|oi|oo|ôi|ơi|ua|uâ"
    "|uây|uê|ui|uơ|uy|uya|uyê|uyu|uô|uôi|ưa|ưi|ưu|ươ|ươi|ươu|yê|yêu)"
    "(?:ng|nh|ch|[cmnpt])?"
)
_LONGEST = max(map(len, SYLLABLES))
_MOST_PARTS = 4
_LONGEST_TOKEN = 80


def open_glued(text: str) -> str:
    """The text with spaces put back into glued words and glued dates."""
    # Most words were met before: a look into the cache is all they cost (bench/letters.py).
    for token in set(text.split()):
        opened = _open_token(token)
        if opened is not None:
            text = text.replace(token, opened)
    return text


@lru_cache(maxsize=20_000)
def _open_token(token: str) -> str | None:
    """What stands between two spaces, opened; None when nothing in it is glued."""
    if token.isascii() or len(token) > _LONGEST_TOKEN:
        return None
    words = _WORD.sub(lambda found: open_word(found[0]) or found[0], token)
    opened = _DIGIT_AND_DATE.sub(" ", words)
    return None if opened == token else opened


def open_word(word: str) -> str | None:
    """ "Kínhgửi" -> "Kính gửi"; None when the word is whole, or its parts are not all everyday."""
    if len(word) > _LONGEST * _MOST_PARTS or not _plain_case(word) or _is_syllable(word.lower()):
        return None
    lengths = _cut(word.lower(), _MOST_PARTS)
    if lengths is None:
        return None
    parts, at = [], 0
    for length in lengths:
        parts.append(word[at : at + length])
        at += length
    return " ".join(parts)


def _is_syllable(word: str) -> bool:
    toneless = normalize("NFC", normalize("NFD", word).translate(_TONES))
    return word in SYLLABLES or _SYLLABLE.fullmatch(toneless) is not None


def _plain_case(word: str) -> bool:
    return word.isupper() or word[1:].islower()


def _cut(word: str, most: int) -> tuple[int, ...] | None:
    """Lengths of the fewest everyday syllables that make the word; None when it cannot be cut."""
    if not word:
        return ()
    best: tuple[int, ...] | None = None
    for length in range(min(_LONGEST, len(word)) if most else 0, 1, -1):
        if word[:length] not in SYLLABLES:
            continue
        rest = _cut(word[length:], most - 1 if best is None else min(most, len(best)) - 1)
        if rest is not None and (best is None or 1 + len(rest) < len(best)):
            best = (length, *rest)
    return best
