# One image for web, worker and beat; docker-compose.yml says which of them a container is.
FROM python:3.11-slim-bookworm
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 DATA_DIR=/data
RUN useradd --system --create-home promo && install -d -o promo -m 700 /data
WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
RUN pybabel --quiet compile --domain django --directory locale \
    && DATA_DIR=/tmp/build STATIC_ROOT=/app/staticfiles python manage.py collectstatic --noinput --verbosity 0 \
    && rm -rf /tmp/build
ENV STATIC_ROOT=/app/staticfiles
USER promo
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "--config", "python:promo_planner.webserver", "--bind", "0.0.0.0:8000"]
